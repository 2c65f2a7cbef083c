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

  @Option(
    help: ArgumentHelp(
      "Only this resource type: \(FilterOptions.list(ResourceType.allCases.map(\.rawValue))).",
      valueName: "name"))
  var resourceType: String?

  @Option(
    help: ArgumentHelp(
      "Only this channel: \(FilterOptions.list(Channel.allCases.map(\.rawValue))).",
      valueName: "name"))
  var channel: String?

  @Option(
    help: ArgumentHelp(
      "Only types that end like this: \(FilterOptions.list(EventType.actions)).",
      valueName: "name"))
  var eventType: String?

  @Option(
    help: ArgumentHelp(
      "Only this payload.type, for example message.replied; repeat for more.", valueName: "name"))
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

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// Reads a UUID of either letter case.
  @Sendable static func identifier(_ text: String) throws -> Identifier {
    guard let identifier = Identifier(text) else {
      throw ValidationError(FilterWording.noIdentifier(text))
    }
    return identifier
  }
}
