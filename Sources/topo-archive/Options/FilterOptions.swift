import Activities
import ArgumentParser

/// The API's own filters, and `--type`.
struct FilterOptions: ParsableArguments {
  @OptionGroup var window: WindowOptions

  @Option(
    help: ArgumentHelp("Only activities of this contact.", valueName: "uuid"),
    transform: FilterOptions.identifier)
  var personID: Identifier?

  @Option(
    help: ArgumentHelp("Only activities of this sequence run.", valueName: "uuid"),
    transform: FilterOptions.identifier)
  var sequenceID: Identifier?

  @Option(
    help: ArgumentHelp("Only sequences based on this template.", valueName: "uuid"),
    transform: FilterOptions.identifier)
  var sequenceTemplateID: Identifier?

  @Option(help: "Only this resource type, for example MESSAGE.")
  var resourceType: String?

  @Option(help: "Only this channel, for example EMAIL.")
  var channel: String?

  @Option(help: "Only types that end like this, for example REPLIED.")
  var eventType: String?

  @Option(help: "Only this payload.type, for example message.replied; repeat for more.")
  var type: [String] = []

  /// The filter that the options describe.
  var filter: ActivityFilter {
    var filter = ActivityFilter(
      after: window.since.map { $0 - .nanoseconds(1) }, before: window.until,
      eventType: eventType)
    filter.personID = personID
    filter.sequenceID = sequenceID
    filter.sequenceTemplateID = sequenceTemplateID
    filter.resourceType = resourceType
    filter.channel = channel
    filter.types = Set(type)
    return filter
  }

  /// Reads a UUID of either letter case.
  @Sendable static func identifier(_ text: String) throws -> Identifier {
    guard let identifier = Identifier(text) else {
      throw ValidationError("'\(text)' is no UUID like 01954b2e-fc10-7000-8a3f-d2e591c04a77.")
    }
    return identifier
  }
}
