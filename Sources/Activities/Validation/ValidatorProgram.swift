/// A compiled schema: flat tables that refer to one another by position.
///
/// Rule 0 is the whole record's.
struct ValidatorProgram: Sendable {
  /// A string of the schema: its place in `bytes`.
  struct Text: Sendable {
    let offset: Int
    let length: Int
  }

  /// What one value must be.
  struct Rule: Sendable {
    let types: JSONTypes
    let grammar: SchemaConstraints.StringGrammar?
    let minimum: Int?
    /// The documented values of a string, in `texts`; none if any value is as good as another.
    let documentedValues: Range<Int>
    /// The members of an object that the schema names, in `members`.
    let members: Range<Int>
    /// A bit for each of `members` that must be there.
    let required: UInt64
    /// The place among `members` of the one whose value chooses among `cases`.
    let discriminator: Int
    /// The rules to apply instead of this one where the discriminator has a value.
    let cases: Range<Int>
  }

  struct Member: Sendable {
    let name: Text
    /// The name as tapes know it; nil if it is none of these.
    let documented: MemberName?
    let rule: Int
  }

  struct Case: Sendable {
    let value: Text
    let rule: Int
  }

  var bytes: [UInt8] = []
  var texts: [Text] = []
  var rules: [Rule] = []
  var members: [Member] = []
  var cases: [Case] = []

  init(_ constraints: SchemaConstraints) throws(SchemaError) {
    _ = try append(constraints)
  }

  /// Appends a rule and all that it refers to; returns its place.
  private mutating func append(_ constraints: SchemaConstraints) throws(SchemaError) -> Int {
    let index = rules.count
    // The rule takes its place before those that it refers to.
    rules.append(.anything)
    let named = constraints.properties.map(\.name)
    let unnamed = constraints.required.filter { !named.contains($0) }
    let properties =
      constraints.properties + unnamed.map { .init(name: $0, value: SchemaConstraints()) }
    guard properties.count <= UInt64.bitWidth else { throw .unsupported(pointer: "properties") }
    let members = try append(properties)
    let cases = try append(constraints.cases, of: constraints)
    rules[index] = Rule(
      types: constraints.types, grammar: constraints.grammar, minimum: constraints.minimum,
      documentedValues: append(constraints.documentedValues), members: members,
      required: properties.enumerated().reduce(0) { bits, property in
        constraints.required.contains(property.element.name) ? bits | 1 << property.offset : bits
      },
      discriminator: properties.firstIndex { $0.name == constraints.cases.first?.member } ?? 0,
      cases: cases)
    return index
  }

  /// Members of one object stand side by side, whatever their own rules append.
  private mutating func append(
    _ properties: [SchemaConstraints.Property]
  ) throws(SchemaError) -> Range<Int> {
    var appended: [Member] = []
    for property in properties {
      appended.append(
        Member(
          name: append(property.name), documented: MemberName(property.name.utf8),
          rule: try append(property.value)))
    }
    members += appended
    return members.count - appended.count..<members.count
  }

  private mutating func append(
    _ cases: [SchemaConstraints.Case], of constraints: SchemaConstraints
  ) throws(SchemaError) -> Range<Int> {
    guard Set(cases.map(\.member)).count <= 1, Set(cases.map(\.value)).count == cases.count else {
      throw .conflicting(keyword: "if")
    }
    guard cases.allSatisfy({ constraints.required.contains($0.member) }) else {
      throw .unsupported(pointer: "if")
    }
    var appended: [Case] = []
    for each in cases {
      var joined = constraints
      joined.cases = []
      try joined.join(each.then)
      appended.append(Case(value: append(each.value), rule: try append(joined)))
    }
    self.cases += appended
    return self.cases.count - appended.count..<self.cases.count
  }

  private mutating func append(_ values: [String]) -> Range<Int> {
    let appended = values.map { append($0) }
    texts += appended
    return texts.count - appended.count..<texts.count
  }

  private mutating func append(_ text: String) -> Text {
    let offset = bytes.count
    bytes += text.utf8
    return Text(offset: offset, length: bytes.count - offset)
  }
}

extension ValidatorProgram.Rule {
  static let anything = Self(
    types: .all, grammar: nil, minimum: nil, documentedValues: 0..<0, members: 0..<0, required: 0,
    discriminator: 0, cases: 0..<0)
}
