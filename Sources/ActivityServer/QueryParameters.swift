import Activities
import Hummingbird

extension ActivityQuery {
  /// Reads a list request's parameters (API: "Query parameters"); unknown ones are ignored.
  ///
  /// Throws `APIError.invalidParameter` with the name of the first value that is not accepted.
  init(parameters: some Sequence<(key: Substring, value: Substring)>) throws(APIError) {
    self.init()
    for (key, value) in parameters {
      let name = String(key)
      guard try set(name, to: String(value)) else { throw .invalidParameter(name) }
    }
  }

  private mutating func set(_ name: String, to value: String) throws(APIError) -> Bool {
    switch name {
    case "sort_by":
      return value == "created_at"
    case "sort_order":
      guard let order = SortOrder(rawValue: value) else { return false }
      self.order = order
    case "page":
      guard let page = Self.wholeNumber(value), page >= 1 else { return false }
      self.page = page
    case "size":
      guard let size = Self.wholeNumber(value), (1...100).contains(size) else { return false }
      self.size = size
    default:
      guard let parameter = ActivityFilter.Parameter(rawValue: name) else { return true }
      return filter.set(parameter, to: value)
    }
    return true
  }

  private static func wholeNumber(_ text: String) -> Int? {
    text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? Int(text) : nil
  }
}
