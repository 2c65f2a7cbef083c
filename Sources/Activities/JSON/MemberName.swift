/// The names of an activity's members that are documented, in the order in which the API sends them.
///
/// A tape knows these keys by number instead of by text.
public enum MemberName: UInt8, CaseIterable, Sendable {
  case id, createdAt, payload
  case type, organizationID, personID, sequenceID, sequenceTemplateID, resourceType, channel
  case messageID, hotLeadID, calendarEventID, taskID, metadata
  case replyCategory, stepNumber, pausedUntil, lastStepExecuted, stoppedReason, errorCode

  /// The key as it is written.
  public var text: StaticString {
    switch self {
    case .id: "id"
    case .createdAt: "created_at"
    case .payload: "payload"
    case .type: "type"
    case .organizationID: "organization_id"
    case .personID: "person_id"
    case .sequenceID: "sequence_id"
    case .sequenceTemplateID: "sequence_template_id"
    case .resourceType: "resource_type"
    case .channel: "channel"
    case .messageID: "message_id"
    case .hotLeadID: "hot_lead_id"
    case .calendarEventID: "calendar_event_id"
    case .taskID: "task_id"
    case .metadata: "metadata"
    case .replyCategory: "reply_category"
    case .stepNumber: "step_number"
    case .pausedUntil: "paused_until"
    case .lastStepExecuted: "last_step_executed"
    case .stoppedReason: "stopped_reason"
    case .errorCode: "error_code"
    }
  }

  /// The name that a key with this value has; nil if it is not documented.
  init?(_ value: some Collection<UInt8>) {
    guard let name = Self.allCases.first(where: { $0.text.utf8.elementsEqual(value) }) else {
      return nil
    }
    self = name
  }
}

extension StaticString {
  fileprivate var utf8: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}

/// A documented name as it ends in a text, closing quote included, in whole words.
struct MemberNameWords: Sendable {
  /// More bytes than the longest name and its quote have.
  static let byteCount = 24

  /// All names, by raw value.
  static let all = MemberName.allCases.map(MemberNameWords.init)
  /// The bits of `startBit` that names have.
  static let startBits = all.reduce(0) { $0 | startBit($1.words) }

  let name: MemberName
  /// The bytes of the name.
  let length: Int
  private let words: SIMD4<UInt64>
  private let masks: SIMD4<UInt64>

  private init(_ name: MemberName) {
    self.name = name
    length = name.text.utf8CodeUnitCount
    precondition(length < Self.byteCount)
    var words = SIMD4<UInt64>.zero
    var masks = SIMD4<UInt64>.zero
    for (index, byte) in (Array(name.text.utf8) + [UInt8(ascii: "\"")]).enumerated() {
      words[index / 8] |= UInt64(byte) << (index % 8 * 8)
      masks[index / 8] |= 0xFF << (index % 8 * 8)
    }
    self.words = words
    self.masks = masks
  }

  /// One of 64 bits, by the first three bytes of a name with its quote, or of a text that may begin
  /// with one: most texts that begin with none have a bit that no name has.
  @inline(__always)
  static func startBit(_ text: SIMD4<UInt64>) -> UInt64 {
    1 << (((text[0] & 0xFF_FFFF) &* 0x94D0_49BB_1331_11EB) >> 58)
  }

  /// Whether a text begins with the name and a quote; it is given as three words and zero.
  @inline(__always)
  func begins(_ text: SIMD4<UInt64>) -> Bool {
    let difference = (text ^ words) & masks
    return difference[0] | difference[1] | difference[2] == 0
  }
}
