import Synchronization

/// What changes in a workspace after which list request.
public final class DriftPlan: Sendable {
  /// A change of the workspace.
  public typealias Change = @Sendable (SyntheticWorkspace) -> Void

  private struct Contents {
    var random: RandomDrift?
    var changes: [Int: [Change]] = [:]
  }

  private let contents: Mutex<Contents>

  init(random: RandomDrift?) {
    contents = Mutex(Contents(random: random))
  }

  /// The changes that happen by chance; nil for none.
  public var random: RandomDrift? {
    get { contents.withLock { $0.random } }
    set { contents.withLock { $0.random = newValue } }
  }

  /// Has `change` happen when list request `number` (from 1, as the log counts) has been read from
  /// the workspace, before its answer is sent.
  public func schedule(afterListRequest number: Int, _ change: @escaping Change) {
    contents.withLock { $0.changes[number, default: []].append(change) }
  }

  func listRequestEnded(_ number: Int, in workspace: SyntheticWorkspace) {
    let (random, changes) = contents.withLock { contents in
      (contents.random, contents.changes.removeValue(forKey: number) ?? [])
    }
    for change in changes { change(workspace) }
    random?.apply(after: number, to: workspace)
  }
}
