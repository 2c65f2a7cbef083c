import Activities
import ArchiveFormat

/// What index entries amount to when they are applied one after the other.
public struct Contents: Sendable {
  /// The first entry; nil before it.
  public private(set) var archive: ArchiveEntry?
  /// Every walk, in the order of the index.
  public private(set) var walks: [WalkEntry] = []
  /// How many entries were applied.
  public private(set) var count = 0
  /// The workspace of the activities, as the first segment that names one has it.
  public private(set) var organizationID: Identifier?

  /// The midnight after the last partition of which a segment has expired; nil if none has.
  public private(set) var expiredBefore: Instant?

  private var parts: [SegmentLocation.Folder: [Segment]] = [:]
  private var named: Set<SegmentLocation> = []
  private var past: Set<SegmentLocation> = []
  private var nextParts: [PartCounter: Int] = [:]

  /// An index without lines.
  public init() {}

  /// Applies the next entry, which is the index line number `count` from then on.
  ///
  /// An entry that contradicts the ones before it is counted and otherwise ignored, and the
  /// contradiction is given back.
  public mutating func apply(_ entry: IndexEntry) -> Contradiction? {
    count += 1
    if case .archive(let archive) = entry {
      guard count == 1 else { return .anotherArchiveEntry }
      self.archive = archive
      return nil
    }
    let isOutOfPlace = count == 1
    let contradiction: Contradiction?
    switch entry {
    case .archive: contradiction = nil
    case .segment(let segment): contradiction = add(segment)
    case .walk(let walk):
      walks.append(walk)
      contradiction = nil
    case .redaction(let redaction):
      contradiction = revise(redaction.revision, redaction)
    case .replacement(let replacement): contradiction = revise(replacement.revision, nil)
    case .expiry(let expiry): contradiction = expire(expiry.location)
    }
    return isOutOfPlace ? .noArchiveEntry : contradiction
  }

  /// The segments of one folder, by part.
  public func segments(in folder: SegmentLocation.Folder) -> [Segment] { parts[folder] ?? [] }

  /// The segments of one stream, by partition and part.
  public func segments(of stream: SegmentStream) -> [Segment] {
    switch stream {
    case .activities: days(of: stream).flatMap { segments(in: .activities($0)) }
    case .amendments: days(of: stream).flatMap { segments(in: .amendments($0)) }
    case .quarantine: segments(in: .quarantine)
    }
  }

  /// The partitions of a stream that hold a segment, in order; none for quarantine.
  public func days(of stream: SegmentStream) -> [UTCDay] {
    parts.keys.compactMap { folder in
      switch folder {
      case .activities(let day): stream == .activities ? day : nil
      case .amendments(let day): stream == .amendments ? day : nil
      case .quarantine: nil
      }
    }.sorted()
  }

  /// Whether an entry has ever named the file, also if it was replaced or expired since.
  public func isNamed(_ location: SegmentLocation) -> Bool { named.contains(location) }

  /// Whether the file was that of a segment until it was replaced or expired.
  public func isOfThePast(_ location: SegmentLocation) -> Bool { past.contains(location) }

  /// Whether the file is that of a segment now.
  public func holds(_ location: SegmentLocation) -> Bool {
    segments(in: location.folder).contains { $0.location == location }
  }

  /// The segments that a snapshot is without; none if there is no snapshot.
  func segments(outside snapshot: SnapshotDescription?) -> [Segment] {
    guard let snapshot else { return [] }
    return SegmentStream.allCases.flatMap { segments(of: $0) }
      .filter { !snapshot.holds($0.location) }
  }

  /// The same without some segments, as if their entries had never been.
  func without(_ left: Set<SegmentLocation>) -> Contents {
    var rest = self
    for folder in Set(left.map(\.folder)) {
      let kept = segments(in: folder).filter { !left.contains($0.location) }
      rest.parts[folder] = kept.isEmpty ? nil : kept
    }
    return rest
  }

  /// The number of the part that the next commit opens in the folder; none is used twice.
  public func nextPart(in folder: SegmentLocation.Folder) -> Int {
    nextParts[PartCounter(folder)] ?? 0
  }

  private mutating func add(_ entry: SegmentEntry) -> Contradiction? {
    guard named.insert(entry.location).inserted else { return .namedTwice(entry.location) }
    let folder = entry.location.folder
    if organizationID == nil { organizationID = entry.activities?.organizationID }
    let present = parts[folder]?.last.map { $0.location.part } ?? -1
    parts[folder, default: []].append(
      Segment(entry, line: count, walksBefore: walks.count))
    // The entries of a folder come in the order of their parts unless someone else wrote them.
    if entry.location.part < present {
      parts[folder]?.sort { $0.location.part < $1.location.part }
    }
    nextParts[PartCounter(folder)] = max(nextPart(in: folder), entry.location.part + 1)
    return nil
  }

  private mutating func revise(
    _ revision: Revision, _ redaction: RedactionEntry?
  ) -> Contradiction? {
    let folder = revision.replaced.folder
    guard let index = parts[folder]?.firstIndex(where: { $0.location == revision.replaced }),
      let segment = parts[folder]?[index]
    else { return .notHeld(revision.replaced) }
    guard named.insert(revision.location).inserted else { return .namedTwice(revision.location) }
    past.insert(revision.replaced)
    parts[folder]?[index] = Segment(segment, revision, redaction: redaction, line: count)
    return nil
  }

  private mutating func expire(_ location: SegmentLocation) -> Contradiction? {
    guard let index = parts[location.folder]?.firstIndex(where: { $0.location == location }) else {
      return .notHeld(location)
    }
    parts[location.folder]?.remove(at: index)
    past.insert(location)
    if let day = location.partition {
      expiredBefore = max(expiredBefore ?? day.end, day.end)
    }
    if parts[location.folder]?.isEmpty == true { parts[location.folder] = nil }
    return nil
  }
}

/// Why an index entry does not follow from the ones before it.
public enum Contradiction: Hashable, Sendable {
  /// The first line is of another kind than `archive`.
  case noArchiveEntry
  /// A later line is of the kind `archive`.
  case anotherArchiveEntry
  /// A path that an earlier entry has given to a file.
  case namedTwice(SegmentLocation)
  /// It replaces or expires a file that the archive does not hold at that point.
  case notHeld(SegmentLocation)
}
