import Activities

/// A change that a workspace has seen, in the order of its history.
public enum WorkspaceChange: Sendable, Hashable {
  /// An activity appeared; without an id if it is an item that has none.
  case inserted(Identifier?, at: Instant)
  /// An activity disappeared.
  case deleted(Identifier)
  /// A deleted one came back.
  case restored(Identifier)
  /// A reply's category was set, or emptied if nil.
  case categorised(Identifier, String?)
  /// An activity got another time.
  case redated(Identifier, to: Instant)
  /// An activity got other bytes.
  case replaced(Identifier)
}
