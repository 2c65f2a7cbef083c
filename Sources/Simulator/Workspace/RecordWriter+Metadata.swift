import Activities

extension RecordWriter {
  /// Appends the member `metadata` for the types that have one (API: "Event types").
  func appendMetadata(of key: ActivityKey, replyCategory: String?, to text: inout [UInt8]) {
    switch key.kind.type {
    case .messageReplied:
      text.append(contentsOf: ",\"metadata\":{\"reply_category\":".utf8)
      if let replyCategory {
        JSONEscapes.appendQuoted(replyCategory.utf8, to: &text)
      } else {
        text.append(contentsOf: "null".utf8)
      }
      text.append(UInt8(ascii: "}"))
    case .invitationSent:
      text.append(contentsOf: ",\"metadata\":{\"step_number\":\(key.subject)}".utf8)
    case .sequencePaused:
      appendPause(of: key, to: &text)
    case .sequenceStopped:
      text.append(contentsOf: ",\"metadata\":{\(stop(of: key))}".utf8)
    default:
      break
    }
  }

  private func appendPause(of key: ActivityKey, to text: inout [UInt8]) {
    switch hash.value(.metadata, UInt64(key.enrollment), UInt64(key.step)) % 4 {
    case 0:
      break
    case 1:
      text.append(
        contentsOf: ",\"metadata\":{\"paused_until\":null,\"last_step_executed\":null}".utf8)
    default:
      text.append(contentsOf: ",\"metadata\":{\"paused_until\":\"".utf8)
      TimeSpelling.append(
        microseconds: key.time + 3 * WorkCalendar.day, fractionDigits: 3, to: &text)
      text.append(contentsOf: "\",\"last_step_executed\":\(key.subject)}".utf8)
    }
  }

  private func stop(of key: ActivityKey) -> String {
    switch EnrollmentLife.StopReason(rawValue: key.subject) {
    case .replied: "\"stopped_reason\":\"REPLIED\",\"error_code\":null"
    case .bounced: "\"stopped_reason\":\"BOUNCED\",\"error_code\":\"550\""
    case .failed: "\"stopped_reason\":\"ERROR\",\"error_code\":1042"
    case .manual: "\"stopped_reason\":\"MANUAL\",\"error_code\":null"
    case .unknown, nil: "\"stopped_reason\":null,\"error_code\":null"
    }
  }
}
