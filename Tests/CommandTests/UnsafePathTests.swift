import Foundation
import Simulator
import Testing

/// Ways that lead out of an archive: nothing behind them is ever opened.
@Suite("Ways out of the archive", .timeLimit(.minutes(5))) struct UnsafePathTests {
  private static let commands = [
    ["verify"], ["grep", "x"], ["get", OneActivity.id], ["fetch"],
  ]

  /// Places of an archive that a link can take.
  enum Place: String, CaseIterable {
    case index = "index.ndjson"
    case checkpoint, staging, activities
    case commit = "staging/commit"
    case partition, segment
  }

  @Test(arguments: Place.allCases) func aLink(place: Place) async throws {
    try await withArchive { fixture, path in
      let relative =
        switch place {
        case .segment: path
        case .partition: String(path.prefix { $0 != "=" }) + path.drop { $0 != "=" }.prefix(11)
        default: place.rawValue
        }
      let inside = URL(filePath: fixture.archive).appending(path: relative)
      let outside = fixture.folder.appending(path: "outside")
      if place == .commit {
        try Data("{}\n".utf8).write(to: outside)
      } else {
        try FileManager.default.moveItem(at: inside, to: outside)
      }
      try FileManager.default.createSymbolicLink(at: inside, withDestinationURL: outside)
      try await expectNothingOutsideIsOpened(fixture, outside)
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 1)
      let named = place == .staging ? Place.commit.rawValue : relative
      #expect(
        verified.errorLines.contains(
          "path_unsafe: \(named): a symbolic link, or no file at all, is in this place"),
        "\(verified.errors)")
    }
  }

  /// A pipe keeps who opens it waiting, unless it is asked before what it is.
  @Test(arguments: Place.allCases.filter { ![.staging, .activities, .partition].contains($0) })
  func aPipe(place: Place) async throws {
    try await withArchive { fixture, path in
      let relative = place == .segment ? path : place.rawValue
      let file = fixture.archive + "/" + relative
      try? FileManager.default.removeItem(atPath: file)
      try #require(mkfifo(file, 0o600) == 0)
      for arguments in Self.commands {
        let outcome = try await fixture.run(Self.whole(arguments, fixture))
        #expect(outcome.status < 128, "\(arguments)")
      }
    }
  }

  /// The index is one that its checkpoint stands for: whoever can write an archive can make it.
  @Test(arguments: ["../outside", "../../outside", "/outside", "activities/../../outside"])
  func aPathInTheIndex(path: String) async throws {
    try await withArchive { fixture, segment in
      let outside = fixture.folder.appending(path: "outside")
      try FileManager.default.copyItem(
        atPath: fixture.archive + "/" + segment, toPath: outside.path)
      let named = path.hasPrefix("/") ? outside.path : path
      try NewerArchive.rewrite(fixture.archive) { $0.replacing(segment, with: named) }
      try await expectNothingOutsideIsOpened(fixture, outside)
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 1)
      #expect(
        verified.errorLines.contains {
          $0.hasPrefix("path_unsafe: index.ndjson:")
            && $0.hasSuffix(": the path \(named) is none of a segment")
        }, "\(verified.errors)")
    }
  }

  /// A commit that was interrupted names a file elsewhere: finishing or undoing it would move or
  /// remove that file.
  @Test(arguments: ["../outside", "/outside"])
  func aPathInACommit(path: String) async throws {
    try await withArchive { fixture, segment in
      let outside = fixture.folder.appending(path: "outside")
      try Data("precious".utf8).write(to: outside)
      let named = path.hasPrefix("/") ? outside.path : path
      let index = try String(contentsOfFile: fixture.archive + "/index.ndjson", encoding: .utf8)
      let line = try #require(index.split(separator: "\n").first { $0.contains(segment) })
      let commit = line.replacing(segment, with: named) + "\n"
      try Data(commit.utf8).write(to: URL(filePath: fixture.archive + "/staging/commit"))
      try await expectNothingOutsideIsOpened(fixture, outside)
      #expect(try Data(contentsOf: outside) == Data("precious".utf8))
      try await fixture.run(["verify"]).expectGood()
    }
  }

  private func withArchive(
    _ body: (_ fixture: CommandFixture, _ segment: String) async throws -> Void
  ) async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let paths = try fixture.snapshot().keys.filter { $0.hasPrefix("activities/") }
      try await body(fixture, try #require(paths.min()))
    }
  }

  private static func whole(_ arguments: [String], _ fixture: CommandFixture) -> [String] {
    arguments == ["fetch"] ? ["fetch", "--base-url", fixture.simulator.baseURL] : arguments
  }

  /// Runs each command, and looks at what it opened where that can be traced.
  private func expectNothingOutsideIsOpened(
    _ fixture: CommandFixture, _ outside: URL
  ) async throws {
    for arguments in Self.commands {
      let log = fixture.folder.appending(path: "\(UUID().uuidString).trace")
      let prefix =
        Privileges.canTrace
        ? [
          "strace", "-f", "--seccomp-bpf", "-y", "-e", "trace=open,openat,openat2,creat", "-o",
          log.path,
        ] : []
      let outcome = try await fixture.run(Self.whole(arguments, fixture), prefix: prefix)
      #expect(outcome.status < 128, "\(arguments): \(outcome.errors)")
      guard Privileges.canTrace else { continue }
      let calls = try String(contentsOf: log, encoding: .utf8)
      #expect(calls.contains("<\(fixture.archive)"))
      // What a call gave is shown with its true path, however it was come by.
      #expect(!calls.contains("<\(outside.path)"), "\(arguments)")
    }
  }
}
