/// Why a JSON Schema cannot be compiled into a validator.
public enum SchemaError: Error, Hashable, Sendable {
  case malformed(JSONSyntaxError)
  /// The keyword, or what it says, at this JSON Pointer is not one that the compiler implements.
  case unsupported(pointer: String)
  /// Two schemas that apply to one value say what the compiler cannot join.
  case conflicting(keyword: String)
  /// A `$ref` that leads back to itself, or to nothing.
  case unresolvable(reference: String)
}
