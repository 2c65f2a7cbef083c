/// What a schema demands of one value, all the schemas that apply to it joined.
struct SchemaConstraints {
  var types = JSONTypes.all
  var grammar: StringGrammar?
  var minimum: Int?
  /// In the order in which the schema names them.
  var required: [String] = []
  var properties: [Property] = []
  var documentedValues: [String] = []
  var cases: [Case] = []

  struct Property {
    let name: String
    var value: SchemaConstraints
  }

  /// What holds in addition where a member has a value.
  struct Case {
    let member: String
    let value: String
    let then: SchemaConstraints
  }

  /// A string's grammar: a format together with the pattern that makes it exact.
  enum StringGrammar: UInt8 {
    case uuid, time
  }

  /// Adds what `other` demands.
  mutating func join(_ other: SchemaConstraints) throws(SchemaError) {
    types.formIntersection(other.types)
    grammar = try Self.joined(grammar, other.grammar, "format")
    minimum = try Self.joined(minimum, other.minimum, "minimum")
    required += other.required.filter { !required.contains($0) }
    for property in other.properties {
      guard let index = properties.firstIndex(where: { $0.name == property.name }) else {
        properties.append(property)
        continue
      }
      try properties[index].value.join(property.value)
    }
    guard documentedValues.isEmpty || other.documentedValues.isEmpty else {
      throw .conflicting(keyword: "x-documented-values")
    }
    documentedValues += other.documentedValues
    cases += other.cases
  }

  private static func joined<Value: Equatable>(
    _ left: Value?, _ right: Value?, _ keyword: String
  ) throws(SchemaError) -> Value? {
    guard let left, let right else { return left ?? right }
    guard left == right else { throw .conflicting(keyword: keyword) }
    return left
  }
}
