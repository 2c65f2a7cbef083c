import Activities
import Synchronization

extension SyntheticWorkspace {
  /// Shows as many items that cannot be placed in time as configured, evenly spread over the days,
  /// each of other bytes.
  func addUnplaceableItems() {
    let count = max(0, configuration.unplaceable)
    let calendar = timeline.calendar
    let step = (calendar.until - calendar.from) / Int64(count + 1)
    overlay.withLock { overlay in
      for number in 0..<count {
        overlay.add(
          AddedActivity(
            instant: Instant(microseconds: calendar.from + Int64(number + 1) * step), id: nil,
            record: Self.unplaceableItem(number), ordinal: overlay.nextOrdinal()))
      }
    }
  }

  /// By turns without a UUID, without a real time, no object, with a key twice, and not UTF-8.
  private static func unplaceableItem(_ number: Int) -> [UInt8] {
    let id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
    switch number % 5 {
    case 0: return Array(#"{"id":"item \#(number)","created_at":"2025-03-14T09:22:11Z"}"#.utf8)
    case 1: return Array(#"{"id":"\#(id)","created_at":"2025-02-30","n":\#(number)}"#.utf8)
    case 2: return Array("[\(number)]".utf8)
    case 3: return Array(#"{"n":\#(number),"n":\#(number)}"#.utf8)
    default: return Array("\"\(number)".utf8) + [0xC3, UInt8(ascii: "\"")]
    }
  }
}
