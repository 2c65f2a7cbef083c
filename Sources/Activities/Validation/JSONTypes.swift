/// A set of JSON Schema's types.
public struct JSONTypes: OptionSet, Hashable, Sendable {
  /// One bit for each type.
  public let rawValue: UInt8

  /// The types whose bits are set.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// `{…}`.
  public static let object = JSONTypes(rawValue: 1)
  /// `[…]`.
  public static let array = JSONTypes(rawValue: 2)
  /// `"…"`.
  public static let string = JSONTypes(rawValue: 4)
  /// A number without a fraction, however it is spelled.
  public static let integer = JSONTypes(rawValue: 8)
  /// A number with a fraction.
  static let fractional = JSONTypes(rawValue: 16)
  /// Any number.
  public static let number: JSONTypes = [.integer, .fractional]
  /// `true` or `false`.
  public static let boolean = JSONTypes(rawValue: 32)
  /// `null`.
  public static let null = JSONTypes(rawValue: 64)
  static let all: JSONTypes = [.object, .array, .string, .number, .boolean, .null]

  /// JSON Schema's names of the types, in a fixed order.
  public var names: [String] {
    var names = Self.named.filter { contains($0.type) }.map(\.name)
    if contains(.number) { names.removeAll { $0 == "integer" } }
    return names
  }

  init?(name: String) {
    guard let type = Self.named.first(where: { $0.name == name })?.type else { return nil }
    self = type
  }

  private static let named: [(name: String, type: JSONTypes)] = [
    ("object", .object), ("array", .array), ("string", .string), ("number", .number),
    ("integer", .integer), ("boolean", .boolean), ("null", .null),
  ]

  /// The type of a value by its token; of a number, that it is one.
  init(_ kind: JSONTape.Kind) {
    switch kind {
    case .object: self = .object
    case .array: self = .array
    case .string: self = .string
    case .number: self = .number
    case .true, .false: self = .boolean
    case .null: self = .null
    }
  }
}
