import Activities
import Testing

@testable import ArchiveFormat

@Suite struct SnapshotNoteTests {
  static let line =
    #"{"at":"2025-04-02T08:00:00.5Z","from":"2025-03-01T00:00:00Z","until":"2025-04-01T00:00:00Z","#
    + #""size":123,"folder":"/srv/hand over/2025-03"}"#

  @Test func readsWhatItWrites() throws {
    let note = try SnapshotNote(line: bytes(Self.line).span.bytes)
    #expect(note.line.text == Self.line)
    #expect(note.size == 123 && note.folder == "/srv/hand over/2025-03")
    let from = try instant("2025-03-01T00:00:00Z")
    #expect(note.window == Window(from: from, until: try instant("2025-04-01T00:00:00Z")))
    let more = Self.line.dropLast() + #","more":[1]}"#
    #expect(try SnapshotNote(line: bytes(String(more)).span.bytes) == note)
  }

  /// A folder may have any name; a note is one line all the same.
  @Test(arguments: ["/a\nb", "/\"\\\u{1}", "", "/ümläut", String(repeating: "/a", count: 4_000)])
  func aFolderOfAnyName(folder: String) throws {
    let day = try #require(UTCDay("2025-03-14"))
    let note = try #require(
      SnapshotNote(at: day.end, window: Window(day), size: 1, folder: folder))
    #expect(!note.line.contains(UInt8(ascii: "\n")))
    #expect(try SnapshotNote(line: note.line.span.bytes) == note)
  }

  @Test func onlyWholeDays() throws {
    let day = try #require(UTCDay("2025-03-14"))
    let windows = [
      Window(from: day.start + .seconds(1), until: day.end),
      Window(from: day.start, until: day.end + .nanoseconds(1)),
      Window(from: day.start, until: day.start),
    ]
    for window in windows {
      #expect(SnapshotNote(at: day.end, window: window, size: 1, folder: "/a") == nil)
    }
    #expect(SnapshotNote(at: day.end, window: Window(day), size: 0, folder: "/a") == nil)
  }

  @Test func namesWhatIsWrong() {
    let damages = [
      ("04-02T08", "04-32T08", "at"), ("03-01T00:00:00Z", "03-01T00:00:01Z", "from"),
      ("04-01T00:00:00Z", "03-01T00:00:00Z", "until"),
      ("04-01T00:00:00Z", "04-01T01:00:00Z", "until"), (":123", ":0", "size"),
      (":123", ":\"123\"", "size"), ("\"folder\"", "\"path\"", "folder"),
    ]
    for (old, new, member) in damages {
      #expect(throws: IndexEntryError.malformed(member: member)) {
        try SnapshotNote(line: bytes(Self.line.replacing(old, with: new)).span.bytes)
      }
    }
    let long = Self.line.replacing("hand", with: String(repeating: "a", count: 70_000))
    #expect(throws: IndexEntryError.syntax(JSONSyntaxError(.tooLong, at: 65_536))) {
      try SnapshotNote(line: bytes(long).span.bytes)
    }
  }
}
