import Activities
import ArchiveFormat
import ArchiveStore
import Synchronization

/// What is remembered of the segments of one archive, so that it needs not be read again.
///
/// A segment's file never changes, so what is known of one commit holds for the next. May be shared by
/// tasks; of several that ask for the same at the same time, one finds it out. What was not asked for
/// longest is forgotten when the limit is reached.
public final class ArchiveMemory: Sendable {
  private struct Contents {
    var blocks: LeastRecentlyUsed<MemoryKey, any Rememberable>
    var facts: LeastRecentlyUsed<MemoryKey, any Rememberable>
    var underWay: [MemoryKey: Task<any Rememberable, any Error>] = [:]

    mutating func value(_ key: MemoryKey) -> (any Rememberable)? {
      key.isBlock ? blocks.value(key) : facts.value(key)
    }

    mutating func end(_ key: MemoryKey, with value: (any Rememberable)?) {
      underWay[key] = nil
      guard let value else { return }
      let cost = value.cost + MemoryKey.cost
      if key.isBlock {
        blocks.keep(value, cost: cost, for: key)
      } else {
        facts.keep(value, cost: cost, for: key)
      }
    }
  }

  private let contents: Mutex<Contents>

  /// A memory of about `limit` bytes, a quarter of them for blocks that were inflated.
  public init(limit: Int = 256 << 20) {
    contents = Mutex(
      Contents(
        blocks: LeastRecentlyUsed(limit: limit / 4),
        facts: LeastRecentlyUsed(limit: limit - limit / 4)))
  }

  /// About how many bytes are remembered.
  var cost: Int { contents.withLock { $0.blocks.cost + $0.facts.cost } }

  /// What is remembered under a key, which must always stand for one type.
  func remembered<Value: Rememberable>(_ key: MemoryKey, as _: Value.Type = Value.self) -> Value? {
    contents.withLock { $0.value(key) } as? Value
  }

  /// What is remembered under a key, or else what `make` gives, which is remembered from then on.
  ///
  /// Throws what `make` throws, which is asked again the next time.
  func value<Value: Rememberable>(
    _ key: MemoryKey, _ make: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    if let value: Value = remembered(key) { return value }
    let task = contents.withLock { contents in
      if let task = contents.underWay[key] { return task }
      let task = Task { try await self.keep(key, make) }
      contents.underWay[key] = task
      return task
    }
    if let value = try await task.value as? Value { return value }
    return try await make()
  }

  private func keep<Value: Rememberable>(
    _ key: MemoryKey, _ make: @Sendable () async throws -> Value
  ) async throws -> any Rememberable {
    do {
      // Another task may have ended between the look at what is remembered and at what is under way.
      let value: Value = if let value: Value = remembered(key) { value } else { try await make() }
      contents.withLock { $0.end(key, with: value) }
      return value
    } catch {
      contents.withLock { $0.end(key, with: nil) }
      throw error
    }
  }
}

/// Something that can be remembered.
protocol Rememberable: Sendable {
  /// About how many bytes it takes.
  var cost: Int { get }
}

/// What is remembered of something.
enum MemoryKey: Hashable, Sendable {
  case directory(SegmentFile)
  case block(SegmentFile, Int)
  /// Which records of a segment a filter without bounds matches.
  case matches(SegmentFile, ActivityFilter)
  /// Where the forms of some activities are in a segment.
  case forms(SegmentFile, Set<Identifier>)
  /// Which forms of a day are not the latest.
  case day(DayFiles)
  /// Which forms of redated activities are the latest, as of a commit.
  case redated(Hash256)
  /// How many activities of a day a filter without bounds matches; as of a commit if redated
  /// activities may have a say in it.
  case count(DayFiles, Hash256?, ActivityFilter)
  /// What was counted in a segment of a day; as of a commit if redated activities have a say in it.
  case tally(SegmentFile, DayFiles, Hash256?)

  /// About how many bytes a key and its place take.
  static let cost = 400

  var isBlock: Bool {
    if case .block = self { true } else { false }
  }
}

/// A segment's file, which is never another one.
struct SegmentFile: Hashable, Sendable {
  let location: SegmentLocation
  let sha256: Hash256

  init(_ segment: Segment) {
    location = segment.location
    sha256 = segment.sha256
  }

  func hash(into hasher: inout Hasher) { sha256.hash(into: &hasher) }
}

/// The files of a day.
struct DayFiles: Hashable, Sendable {
  let files: [SegmentFile]

  /// Two states of a day mostly differ in the last file.
  func hash(into hasher: inout Hasher) { files.last.hash(into: &hasher) }
}

extension Int: Rememberable {
  var cost: Int { MemoryLayout<Int>.size }
}
