/// Reads a JSON Schema (2020-12) of exactly the keywords that the activity schema uses.
///
/// Any other keyword is an error: nothing in the schema is silently left out of the validation.
struct SchemaReader: ~Copyable {
  let schema: [UInt8]
  private var tape = JSONTape()
  private var openReferences: Set<Int> = []

  /// Reads a whole schema document.
  static func read(_ schema: [UInt8]) throws(SchemaError) -> SchemaConstraints {
    var reader = SchemaReader(schema: schema)
    do {
      try reader.tape.parse(schema.span.bytes)
    } catch {
      throw .malformed(error)
    }
    return try reader.constraints(at: 0)
  }

  private init(schema: [UInt8]) {
    self.schema = schema
  }

  private mutating func constraints(at index: Int) throws(SchemaError) -> SchemaConstraints {
    guard tape[index].kind == .object else { throw unsupported(index) }
    var result = SchemaConstraints()
    var grammar = GrammarKeywords()
    for (keyword, value) in members(of: index) {
      switch keyword {
      case "$schema", "$id", "$comment", "title", "description", "$defs": break
      case "type": result.types = try types(value)
      case "format": grammar.format = try string(value)
      case "pattern": grammar.pattern = try string(value)
      case "not": grammar.isOneLine = try isOneLine(value)
      case "minimum":
        // Other limits would need numbers of any size compared; a sign is enough for this one.
        guard tape.integer(value, in: schema.span.bytes) == 0 else { throw unsupported(value) }
        result.minimum = 0
      case "required": try result.join(SchemaConstraints(required: strings(value)))
      case "properties": try result.join(SchemaConstraints(properties: properties(value)))
      case "x-documented-values": result.documentedValues = try strings(value)
      case "$ref": try result.join(referenced(value))
      case "allOf":
        guard tape[value].kind == .array else { throw unsupported(value) }
        for element in elements(of: value) { try result.join(conditional(element)) }
      default: throw unsupported(value)
      }
    }
    if let grammar = try grammar.grammar({ unsupported(index) }) {
      try result.join(SchemaConstraints(grammar: grammar))
    }
    return result
  }

  /// An element of `allOf`: what holds in addition where a member has a value.
  private mutating func conditional(_ index: Int) throws(SchemaError) -> SchemaConstraints {
    let parts = members(of: index)
    guard parts.map(\.name) == ["if", "then"] else { throw unsupported(index) }
    let condition = try constant(parts[0].value)
    let then = try constraints(at: parts[1].value)
    guard then.cases.isEmpty else { throw unsupported(index) }
    return SchemaConstraints(
      cases: [.init(member: condition.member, value: condition.value, then: then)])
  }

  /// `{"properties": {MEMBER: {"const": VALUE}}, "required": [MEMBER]}`.
  private func constant(_ index: Int) throws(SchemaError) -> (member: String, value: String) {
    let parts = members(of: index)
    guard parts.map(\.name) == ["properties", "required"],
      case let properties = members(of: parts[0].value), properties.count == 1,
      try strings(parts[1].value) == [properties[0].name],
      case let keywords = members(of: properties[0].value), keywords.map(\.name) == ["const"]
    else { throw unsupported(index) }
    return (properties[0].name, try string(keywords[0].value))
  }

  private mutating func properties(_ index: Int) throws(SchemaError)
    -> [SchemaConstraints.Property]
  {
    guard tape[index].kind == .object else { throw unsupported(index) }
    var result: [SchemaConstraints.Property] = []
    for (name, value) in members(of: index) {
      result.append(.init(name: name, value: try constraints(at: value)))
    }
    return result
  }

  /// Follows `#/$defs/NAME`.
  private mutating func referenced(_ index: Int) throws(SchemaError) -> SchemaConstraints {
    let reference = try string(index)
    let definitions = tape.member("$defs", of: 0, in: schema.span.bytes)
    let target = definitions.flatMap { definitions in
      members(of: definitions).first { "#/$defs/\($0.name)" == reference }?.value
    }
    guard let target, openReferences.insert(target).inserted else {
      throw .unresolvable(reference: reference)
    }
    let result = try constraints(at: target)
    openReferences.remove(target)
    return result
  }
}

extension SchemaReader {
  private func types(_ index: Int) throws(SchemaError) -> JSONTypes {
    let names = tape[index].kind == .array ? try strings(index) : [try string(index)]
    var types: JSONTypes = []
    for name in names {
      guard let type = JSONTypes(name: name) else { throw unsupported(index) }
      types.formUnion(type)
    }
    return types
  }

  /// `{"type": "string", "pattern": "\n"}`, the only schema that `not` may have.
  private func isOneLine(_ index: Int) throws(SchemaError) -> Bool {
    let parts = members(of: index)
    guard parts.map(\.name) == ["type", "pattern"], try string(parts[0].value) == "string",
      try string(parts[1].value) == "\n"
    else { throw unsupported(index) }
    return true
  }

  private func string(_ index: Int) throws(SchemaError) -> String {
    guard let value = tape.string(index, in: schema.span.bytes) else { throw unsupported(index) }
    return value
  }

  private func strings(_ index: Int) throws(SchemaError) -> [String] {
    guard tape[index].kind == .array else { throw unsupported(index) }
    var result: [String] = []
    for element in elements(of: index) { result.append(try string(element)) }
    return result
  }

  private func members(of object: Int) -> [(name: String, value: Int)] {
    var result: [(name: String, value: Int)] = []
    tape.forEachMember(of: object) { key, value in
      result.append((tape.string(key, in: schema.span.bytes) ?? "", value))
    }
    return result
  }

  private func elements(of array: Int) -> [Int] {
    var result: [Int] = []
    tape.forEachElement(of: array) { result.append($0) }
    return result
  }

  private func unsupported(_ index: Int) -> SchemaError {
    .unsupported(pointer: tape.pointer(to: index, in: schema.span.bytes))
  }
}
