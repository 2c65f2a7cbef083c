import Activities

/// The criteria of a filter that are not about time, in the workspace's own numbers.
struct FieldSelection: Hashable, Sendable {
  private var person: UInt32?
  private var enrollment: UInt32?
  private var template: UInt32?
  /// A bit for each kind that matches.
  private var kinds: UInt32
  private var channel: UInt8?

  /// Nil if no generated activity of the workspace can match.
  init?(_ filter: ActivityFilter, writer: RecordWriter) {
    kinds = 0
    for index in 0..<ActivityKind.names.count {
      let kind = ActivityKind(index: UInt8(index))
      guard filter.accepts(type: kind.name),
        filter.resourceType == nil || filter.resourceType == kind.resourceType
      else { continue }
      kinds |= 1 << UInt32(index)
    }
    guard kinds != 0 else { return nil }
    if let name = filter.channel {
      guard let index = ActivityChannel.names.firstIndex(of: name) else { return nil }
      channel = UInt8(index)
    }
    let wanted: [(Identifier?, SyntheticIdentifiers.Kind, WritableKeyPath<Self, UInt32?>)] = [
      (filter.personID, .person, \.person), (filter.sequenceID, .sequence, \.enrollment),
      (filter.sequenceTemplateID, .template, \.template),
    ]
    for (identifier, kind, path) in wanted {
      guard let identifier else { continue }
      guard let number = writer.identifiers.number(of: identifier, kind: kind) else { return nil }
      self[keyPath: path] = number
    }
  }

  /// Whether every activity matches.
  var isEverything: Bool {
    self == Self.everything
  }

  /// Whether few different selections like this one will be asked for.
  var isCommon: Bool { person == nil && enrollment == nil }

  private static let everything = FieldSelection()

  private init() {
    kinds = 1 << UInt32(ActivityKind.names.count) - 1
  }

  func matches(_ key: ActivityKey, writer: RecordWriter) -> Bool {
    guard kinds >> UInt32(key.kind.index) & 1 == 1 else { return false }
    if let channel, key.channel.index != channel { return false }
    if let enrollment, key.enrollment != enrollment { return false }
    if let person, writer.person(ofEnrollment: key.enrollment) != person { return false }
    if let template, writer.template(ofEnrollment: key.enrollment) != template { return false }
    return true
  }
}
