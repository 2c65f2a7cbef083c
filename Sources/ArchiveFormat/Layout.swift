import Activities

/// Every path within an archive, relative to its folder.
public enum Layout {
  /// The append-only list of everything in the archive.
  public static let index = "index.ndjson"
  /// The size and Merkle root of the index.
  public static let checkpoint = "checkpoint"
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
    let components = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard (2...3).contains(components.count), let name = components.last,
      let numbers = Self.numbers(ofName: name),
      let folder = Self.folder(components.dropLast().map { String(Substring($0)) })
    else { return nil }
    self.init(folder, part: numbers.part, revision: numbers.revision)
    guard self.path.utf8.elementsEqual(path.utf8) else { return nil }
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

  private static func folder(_ components: [String]) -> Folder? {
    let stream = components.first.flatMap { SegmentStream(rawValue: $0) }
    guard components.count == 2 else { return stream == .quarantine ? .quarantine : nil }
    guard components[1].hasPrefix(partitionPrefix),
      let day = UTCDay(components[1].dropFirst(partitionPrefix.count)), day.isRepresentable
    else { return nil }
    switch stream {
    case .activities: return .activities(day)
    case .amendments: return .amendments(day)
    case .quarantine, nil: return nil
    }
  }

  private static func numbers(ofName name: Substring.UTF8View) -> (part: Int, revision: Int)? {
    let name = String(Substring(name))
    guard name.hasPrefix(namePrefix), name.hasSuffix(nameSuffix),
      name.utf8.count > namePrefix.utf8.count + nameSuffix.utf8.count
    else { return nil }
    let middle = name.dropFirst(namePrefix.count).dropLast(nameSuffix.count)
    let numbers = middle.split(separator: ".r", omittingEmptySubsequences: false)
    guard numbers.count <= 2, let part = number(numbers[0]) else { return nil }
    guard numbers.count == 2 else { return (part, 0) }
    guard let revision = number(numbers[1]), revision > 0 else { return nil }
    return (part, revision)
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
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
