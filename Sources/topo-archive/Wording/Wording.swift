import ActivityAPI
import Archiver
import ArchiveStore

/// Every word about what can go wrong: what it is, then what to do.
///
/// The rooms throw facts; only the command has words for them. One file per room.
enum Wording {
  /// One plain line about any error.
  static func line(for error: any Error) -> String {
    switch error {
    case let error as APIError: APIWording.line(for: error)
    case let error as BaseURL.Failure: APIWording.line(for: error)
    case let error as KeyError: APIWording.line(for: error)
    case let error as StoreError: StoreWording.line(for: error)
    case let error as FetchError: FetchWording.line(for: error)
    case let error as VerifyError: VerifyWording.line(for: error)
    case is CancellationError: "interrupted"
    default: "unexpected error: \(error)"
    }
  }
}
