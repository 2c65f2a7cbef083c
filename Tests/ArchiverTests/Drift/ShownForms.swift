import Activities
import Foundation
import Simulator

/// Every form in which a workspace has shown its activities, as it would be archived.
struct ShownForms {
  private var forms: [Identifier: Set<String>] = [:]
  /// What may have had another form before it was looked at.
  private var unseen: Set<Identifier> = []
  private var changes = 0

  /// Takes in what is visible now, and the categories that replies had since the last time.
  mutating func look(at workspace: SyntheticWorkspace) {
    for activity in workspace.activities() {
      guard let id = activity.id else { continue }
      let bytes = JSONMinifier.minify(activity.record.span.bytes)
      forms[id, default: []].insert(String(decoding: bytes, as: UTF8.self))
    }
    let history = workspace.history
    for change in history[changes...] {
      switch change {
      case .inserted(let id?, _): unseen.insert(id)
      case .categorised(let id, let category):
        if let form = forms[id]?.first { forms[id]?.insert(Self.form(form, category)) }
      default: break
      }
    }
    changes = history.count
  }

  /// Whether `record` is a form of the activity; nil for one that came while nobody looked.
  func contains(_ record: String, of id: Identifier) -> Bool? {
    unseen.contains(id) ? nil : forms[id]?.contains(record)
  }

  private static func form(_ form: String, _ category: String?) -> String {
    let member = "\"reply_category\":"
    guard let start = form.range(of: member) else { return form }
    let rest = form[start.upperBound...].drop { $0 != "}" }
    return form[..<start.upperBound] + (category.map { "\"\($0)\"" } ?? "null") + rest
  }
}
