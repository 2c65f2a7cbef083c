import Activities

/// Rules out records by their `id`, `person_id` and `sequence_id`.
public protocol IdentifierFilter {
  /// False only if no record has this `id`, `person_id` or `sequence_id`.
  func mayContain(_ id: Identifier) -> Bool
}
