import ActivityAPI
import ArchivePage
import Archiver
import ArchiveStore

/// Every word about what can go wrong: what it is, then what to do.
///
/// The rooms throw facts; only the command has words for them. One file per room.
enum Wording {
  /// One plain line about any error of a command that works on `archive`.
  static func line(for error: any Error, archive: String) -> String {
    switch error {
    case let error as APIError: APIWording.line(for: error)
    case let error as BaseURL.Failure: APIWording.line(for: error)
    case let error as KeyFileError: KeyFileWording.line(for: error)
    case let error as KeyError: KeyWording.line(for: error)
    case let error as AuthoritiesError: ConnectionWording.line(for: error)
    case let error as ProxyServer.Failure: ConnectionWording.line(for: error)
    case let error as StoreError: StoreWording(archive: archive).line(for: error)
    case let error as PagingError: StoreWording(archive: archive).line(for: error)
    case let error as FetchError: FetchWording.line(for: error, archive: archive)
    case let error as SourceError: FetchWording.line(for: error, archive: archive)
    case let error as UnreadableProof: ProofWording.line(for: error)
    case let error as ProveError: ProofWording.line(for: error, archive: archive)
    case let error as RedactError: RedactionWording.line(for: error, archive: archive)
    case let error as RepairError: RepairWording.line(for: error)
    case let error as VerifyError: VerifyWording.line(for: error)
    case let error as VerifyScopeError: SnapshotWording.line(for: error)
    case let error as DiffError: DiffWording.line(for: error)
    case let error as SnapshotError: SnapshotWording.line(for: error, archive: archive)
    case let error as TokenFileError: ServeWording.line(for: error)
    case let error as PageServerError: ServeWording.line(for: error)
    case let error as SchemaCommandError: SchemaWording.line(for: error)
    case is CancellationError: "interrupted"
    default: "unexpected error: \(error)"
    }
  }
}
