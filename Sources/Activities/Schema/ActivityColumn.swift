/// A member of an activity that the schema documents, as a column of a table or a field of one.
public struct ActivityColumn: Hashable, Sendable {
  /// The member's name.
  public let name: String
  /// What its values are.
  public let type: ColumnType

  /// A column of values of a type.
  public init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }

  /// The members of an activity by `schemas/activity.schema.json`, in its order. What it says of
  /// activities of one type only is there for all.
  public static func all() throws(SchemaError) -> [ActivityColumn] {
    try all(of: EmbeddedSchema.activity.withUTF8Buffer { Array($0) })
  }

  /// The same of another schema of the keywords that the activity schema uses.
  static func all(of schema: [UInt8]) throws(SchemaError) -> [ActivityColumn] {
    try members(of: SchemaReader.read(schema))
  }

  fileprivate static func members(
    of constraints: SchemaConstraints
  ) throws(SchemaError) -> [ActivityColumn] {
    var columns: [ActivityColumn] = []
    for property in constraints.properties {
      columns.append(ActivityColumn(property.name, try ColumnType(property.value)))
    }
    for each in constraints.cases {
      var joined = constraints
      joined.cases = []
      try joined.join(each.then)
      columns = merged(columns, try members(of: joined))
    }
    return columns
  }

  fileprivate static func merged(_ columns: [ActivityColumn], _ more: [ActivityColumn])
    -> [ActivityColumn]
  {
    var result = columns
    for column in more {
      if let index = result.firstIndex(where: { $0.name == column.name }) {
        result[index] = ActivityColumn(column.name, result[index].type.merged(with: column.type))
      } else {
        result.append(column)
      }
    }
    return result
  }
}

/// What the values of a column are, as far as a table needs to know. Any may be missing or null.
public enum ColumnType: Hashable, Sendable {
  /// Strings, and whatever is of more than one type.
  case text
  /// ISO 8601 times with an offset.
  case time
  /// Whole numbers.
  case integer
  /// Objects with these members documented.
  case structure([ActivityColumn])

  /// The type of what a schema demands.
  init(_ constraints: SchemaConstraints) throws(SchemaError) {
    switch constraints.types.subtracting(.null) {
    case .object: self = .structure(try ActivityColumn.members(of: constraints))
    case .string: self = constraints.grammar == .time ? .time : .text
    case .integer: self = .integer
    default: self = .text
    }
  }

  fileprivate func merged(with other: ColumnType) -> ColumnType {
    if case .structure(let left) = self, case .structure(let right) = other {
      return .structure(ActivityColumn.merged(left, right))
    }
    return self == other ? self : .text
  }
}
