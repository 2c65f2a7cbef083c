import Activities

/// Turns keys into records: about 500 bytes each, always the same for the same key.
struct RecordWriter: Sendable {
  let identifiers: SyntheticIdentifiers
  let hash: SeededHash
  /// How many contacts the workspace has.
  let persons: UInt32
  /// How many sequence templates it has.
  let templates: UInt32
  private let display: WorkspaceConfiguration.TimeDisplay
  private let recordTemplates: [RecordTemplate]

  init(_ configuration: WorkspaceConfiguration, hash: SeededHash, calendar: WorkCalendar) {
    let identifiers = SyntheticIdentifiers(
      hash: hash, from: calendar.from, until: calendar.until)
    self.identifiers = identifiers
    self.hash = hash
    persons = UInt32(clamping: max(1, configuration.activities / 12))
    templates = UInt32(clamping: max(1, min(24, configuration.activities / 50)))
    display = configuration.timeDisplay
    let organization = identifiers.identifier(.organization)
    recordTemplates = (0..<UInt8(ActivityKind.names.count)).flatMap { kind in
      ActivityChannel.names.map { channel in
        RecordTemplate(
          kind: ActivityKind(index: kind), channel: channel, organization: organization)
      }
    }
  }

  func person(ofEnrollment number: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: hash.value(.person, UInt64(number)) % UInt64(persons))
  }

  func template(ofEnrollment number: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: hash.value(.template, UInt64(number)) % UInt64(templates))
  }

  func identifier(of key: ActivityKey) -> Identifier {
    identifiers.identifier(.activity, key.enrollment, part: key.step)
  }

  /// The reply category that an activity starts with; null for some, as right after delivery.
  func replyCategory(of key: ActivityKey) -> String? {
    let random = hash.value(.replyCategory, UInt64(key.enrollment), UInt64(key.step))
    let index = Int(random % 8)
    return index < ReplyCategory.names.count ? ReplyCategory.names[index] : nil
  }

  func record(of key: ActivityKey) -> [UInt8] {
    record(of: key, replyCategory: key.isReply ? replyCategory(of: key) : nil)
  }

  func record(of key: ActivityKey, replyCategory: String?) -> [UInt8] {
    let kinds = ActivityChannel.names.count
    let template = recordTemplates[Int(key.kind.index) * kinds + Int(key.channel.index)]
    var text: [UInt8] = []
    text.reserveCapacity(700)
    text.append(contentsOf: RecordTemplate.head)
    appendTime(of: key, to: &text)
    let tail = text.count
    text.append(contentsOf: template.tail)
    fillGaps(of: template, from: tail, for: key, in: &text)
    appendMetadata(of: key, replyCategory: replyCategory, to: &text)
    if key.hasUnknownFields {
      text.append(contentsOf: ",\"sentiment\":{\"score\":0.\(key.enrollment % 90 + 10)}".utf8)
      text.append(contentsOf: "},\"revision\":\(key.step)}".utf8)
    } else {
      text.append(contentsOf: "}}".utf8)
    }
    return text
  }

  private func fillGaps(
    of template: RecordTemplate, from tail: Int, for key: ActivityKey, in text: inout [UInt8]
  ) {
    let number = key.enrollment
    var span = text.mutableSpan
    span.write(identifier(of: key), at: RecordTemplate.idOffset)
    span.write(
      identifiers.identifier(.person, person(ofEnrollment: number)),
      at: tail + template.personOffset)
    span.write(identifiers.identifier(.sequence, number), at: tail + template.sequenceOffset)
    span.write(
      identifiers.identifier(.template, self.template(ofEnrollment: number)),
      at: tail + template.templateOffset)
    if let offset = template.subjectOffset, let kind = key.kind.subject {
      span.write(identifiers.identifier(kind, number, part: key.subject), at: tail + offset)
    }
  }

  private func appendTime(of key: ActivityKey, to text: inout [UInt8]) {
    switch display {
    case .milliseconds:
      TimeSpelling.append(microseconds: key.time, fractionDigits: 3, to: &text)
    case .microseconds:
      TimeSpelling.append(microseconds: key.time, fractionDigits: 6, to: &text)
    case .mixedOffsets:
      let quarter = hash.value(.offset, UInt64(key.enrollment), UInt64(key.step)) % 97
      TimeSpelling.append(
        microseconds: key.time, fractionDigits: 3, offset: (Int64(quarter) - 48) * 15, to: &text)
    }
  }
}

/// The values of `metadata.reply_category` that the workspace uses.
enum ReplyCategory {
  static let names = [
    "INTERESTED", "NOT_INTERESTED", "OUT_OF_OFFICE", "MEETING_REQUEST", "WRONG_PERSON",
    "UNSUBSCRIBE",
  ]
}

extension ActivityKey {
  var isReply: Bool { kind.type == .messageReplied }
}
