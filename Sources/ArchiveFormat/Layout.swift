import Activities

/// Every path within an archive, relative to its folder.
public enum Layout {
  /// The append-only list of everything in the archive.
  public static let index = "index.ndjson"
  /// The size and Merkle root of the index.
  public static let checkpoint = "checkpoint"
  /// Which snapshots were taken: notes, and no evidence.
  public static let snapshotNotes = "snapshots.ndjson"
  /// What says that a folder holds some days of an archive only: it is a snapshot.
  public static let snapshot = "snapshot.json"
  /// Files being written.
  public static let staging = "staging"
  /// The index lines that a commit is about to append.
  public static let stagedCommit = "staging/commit"
  /// The checkpoint that is about to replace the present one.
  public static let stagedCheckpoint = "staging/checkpoint"

  /// The folder of a stream; `activities` and `amendments` hold nothing but partitions.
  public static func folder(of stream: SegmentStream) -> String { stream.rawValue }
}

/// Where a segment lies: its path and what the path says.
public struct SegmentLocation: Hashable, Sendable {
  /// The folder that holds a segment.
  public enum Folder: Hashable, Sendable {
    case activities(UTCDay)
    case amendments(UTCDay)
    case quarantine
  }

  /// The highest part number and the highest revision.
  public static let maximumNumber = 999_999_999

  /// The folder that holds the segment.
  public let folder: Folder
  /// From 0; per partition in `activities`, over the whole stream in the others.
  public let part: Int
  /// 0 for a segment as first written; above for what redactions and replacements made of it.
  public let revision: Int

  /// Both numbers must be within 0…`maximumNumber`.
  public init(_ folder: Folder, part: Int, revision: Int = 0) {
    precondition((0...Self.maximumNumber).contains(part))
    precondition((0...Self.maximumNumber).contains(revision))
    self.folder = folder
    self.part = part
    self.revision = revision
  }

  /// Reads a path relative to the archive's folder; nil for every text that `path` does not yield,
  /// such as one with `..`, an empty component or another name for the same file.
  public init?(path: String) {
    var text = PathText(path)
    guard let stream = SegmentStream.allCases.first(where: { text.take($0.rawValue + "/") }),
      let folder = Self.folder(of: stream, &text), text.take(Self.namePrefix),
      let part = text.number(minimumDigits: Self.partDigits)
    else { return nil }
    var revision = 0
    if text.take(".r") {
      guard let number = text.number(minimumDigits: 1), number > 0 else { return nil }
      revision = number
    }
    guard text.take(Self.nameSuffix), text.isAtEnd else { return nil }
    self.init(folder, part: part, revision: revision)
  }

  /// The stream that the segment belongs to.
  public var stream: SegmentStream {
    switch folder {
    case .activities: .activities
    case .amendments: .amendments
    case .quarantine: .quarantine
    }
  }

  /// The day whose records the segment holds; nil for quarantine.
  public var partition: UTCDay? {
    switch folder {
    case .activities(let day), .amendments(let day): day
    case .quarantine: nil
    }
  }

  /// The path of the folder, relative to the archive's.
  public var folderPath: String {
    let stream = Layout.folder(of: stream)
    return partition.map { "\(stream)/\(Self.partitionPrefix)\($0)" } ?? stream
  }

  /// The file's name.
  public var name: String {
    let digits = String(part)
    let zeros = String(repeating: "0", count: max(0, Self.partDigits - digits.utf8.count))
    let revision = revision == 0 ? "" : ".r\(revision)"
    return "\(Self.namePrefix)\(zeros)\(digits)\(revision)\(Self.nameSuffix)"
  }

  /// The path relative to the archive's folder.
  public var path: String { "\(folderPath)/\(name)" }

  /// Where the file lies, relative to the archive's folder, until it is renamed into place.
  public var stagedPath: String {
    "\(Layout.staging)/\(path.split(separator: "/").joined(separator: "."))"
  }
}

extension SegmentLocation {
  private static let partitionPrefix = "created_date="
  private static let namePrefix = "part-"
  private static let nameSuffix = ".ndjson.gz"
  private static let partDigits = 5

  private static func folder(of stream: SegmentStream, _ text: inout PathText) -> Folder? {
    if stream == .quarantine { return .quarantine }
    guard text.take(partitionPrefix), let day = text.day(), day.isRepresentable, text.take("/")
    else { return nil }
    return stream == .activities ? .activities(day) : .amendments(day)
  }
}

/// A path that is read piece by piece.
private struct PathText {
  private var rest: ArraySlice<UInt8>

  init(_ path: String) {
    rest = Array(path.utf8)[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ prefix: String) -> Bool {
    guard rest.starts(with: prefix.utf8) else { return false }
    rest.removeFirst(prefix.utf8.count)
    return true
  }

  mutating func day() -> UTCDay? {
    let text = rest.prefix(10)
    rest.removeFirst(text.count)
    return UTCDay(String(decoding: text, as: UTF8.self))
  }

  /// A number of at most nine digits, with zeros in front only up to `minimumDigits`.
  mutating func number(minimumDigits: Int) -> Int? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (minimumDigits...9).contains(digits.count),
      digits.count == minimumDigits || digits.first != UInt8(ascii: "0")
    else { return nil }
    rest.removeFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}

extension UTCDay {
  /// Whether some instant lies in the day.
  var isRepresentable: Bool {
    (UTCDay(
      containing: Instant(nanoseconds: .min))...UTCDay(
        containing: Instant(nanoseconds: .max))).contains(self)
  }
}
