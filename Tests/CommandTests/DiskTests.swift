import Foundation
import Simulator
import Testing

/// Disks that refuse to be written to.
@Suite("Where the disk refuses", .timeLimit(.minutes(3))) struct DiskTests {
  @Test(.enabled(if: Privileges.canGiveUpRoot, "root may write everywhere"))
  func aReadOnlyFolder() async throws {
    try await withFixture { fixture in
      let parent = fixture.folder.appending(path: "parent").path
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      // Whoever runs the program must reach the folder, but not write to it.
      for path in [fixture.folder.path, parent] { chmod(path, 0o555) }
      defer { for path in [fixture.folder.path, parent] { chmod(path, 0o755) } }
      let output = try #require(
        TemporaryFolder.make(), "a folder for what the program writes")
      defer { try? FileManager.default.removeItem(at: output) }
      func fetch(_ archive: String) async throws -> Outcome {
        try await Command.start(
          ["fetch", "--base-url", fixture.simulator.baseURL], prefix: Privileges.withoutRoot,
          environment: ["TOPO_ARCHIVE": archive, "TOPO_API_KEY": fixture.simulator.key],
          in: output
        ).outcome()
      }
      let advice = "run it as the archive's owner, or give this user the permission"
      let new = parent + "/archive"
      try await fetch(new).expectRefusal(
        2,
        "\(new): cannot make a folder: Permission denied; \(advice)")
      try await fetch(parent).expectRefusal(
        2,
        "\(parent)/index.ndjson: cannot open: Permission denied; \(advice)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: parent).isEmpty)
    }
  }

  @Test(.enabled(if: Privileges.canMount, "it takes the right to mount a tmpfs"))
  func aReadOnlyFileSystem() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let before = try fixture.snapshot()
      let mounted = fixture.folder.appending(path: "mounted").path
      try FileManager.default.createDirectory(atPath: mounted, withIntermediateDirectories: true)
      let prefix = Privileges.mounting(fixture.archive, readOnlyAt: mounted)
      let environment = ["TOPO_ARCHIVE": mounted]
      let url = ["--base-url", fixture.simulator.baseURL]
      for writing in ["fetch", "reconcile"] {
        try await fixture.run([writing] + url, prefix: prefix, environment: environment)
          .expectRefusal(
            2,
            "\(mounted)/index.ndjson: cannot open: Read-only file system; mount it for writing, or"
              + " give another --archive")
      }
      for reading in [["verify"], ["grep"], ["status"], ["reconcile", "--dry-run"] + url] {
        try await fixture.run(reading, prefix: prefix, environment: environment).expectGood()
      }
      #expect(try fixture.snapshot() == before)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func resultsThatCannotBeWritten() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      for verb in [
        ["grep"], ["grep", "-c"], ["status"], ["verify", "--json"], ["fetch", "--json"],
      ] {
        let script = #""$@" >/dev/full"#
        let url = verb[0] == "fetch" ? ["--base-url", fixture.simulator.baseURL] : []
        try await fixture.run(verb + url, prefix: ["sh", "-c", script, "sh"]).expectRefusal(
          2, "cannot write the results: No space left on device")
      }
      try await fixture.expectWholeArchive()
    }
  }

  @Test func aReaderThatHasSeenEnoughIsNoFailure() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let script = #""$@" | head -n 1"#
      let outcome = try await fixture.run(["grep"], prefix: ["sh", "-c", script, "sh"])
      #expect(outcome.outputLines.count == 1)
      #expect(outcome.errors == "" && outcome.status == 0)
    }
  }

  @Test(.enabled(if: Privileges.canMount, "it takes the right to mount a small tmpfs"))
  func aFullDisk() async throws {
    try await withFixture(SimulatorConfiguration(activities: 9_000, days: 60)) { fixture in
      let small = fixture.folder.appending(path: "small").path
      try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
      try await fixture.fetch(["--archive", fixture.folder.appending(path: "whole").path])
        .expectGood()
      let requests = fixture.simulator.log.count
      fixture.simulator.log.reset()
      // The mount ends with the shell, so what the program left is copied out.
      let script = """
        small=$1 kept=$2; shift 2
        mount -t tmpfs -o size=256k none "$small" || exit 99
        "$@"; code=$?
        cp -a "$small/archive" "$kept"
        exit $code
        """
      let outcome = try await fixture.run(
        ["fetch", "--base-url", fixture.simulator.baseURL],
        prefix: Privileges.mounting + ["sh", "-c", script, "sh", small, fixture.archive],
        environment: ["TOPO_ARCHIVE": small + "/archive"])
      #expect(outcome.status == 2)
      #expect(outcome.errorLines.count == 2, "\(outcome.errors)")
      #expect(
        outcome.errors.hasSuffix(
          ": No space left on device; make room, then run it again: what was committed is whole\n"),
        "\(outcome.errors)")
      // A third of the days has room, at most; nobody asks for the others.
      #expect(fixture.simulator.log.count < requests / 2)

      let held = try await fixture.records()
      #expect(!held.isEmpty && held.count < 4_500)
      let verified = try await fixture.run(["verify"])
      #expect(verified.errorLines.contains("intact"), "\(verified.errors)")
      #expect(try await fixture.fetch().status == 0)
      try await fixture.expectWholeArchive()
    }
  }
}

/// What this process may do, found out by doing it.
enum Privileges {
  /// Runs a program so that permissions count: as nobody, if this is root.
  static let withoutRoot =
    getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
  static let canGiveUpRoot = succeeds(withoutRoot + [Command.path, "--version"])

  /// Runs a program in mounts of its own.
  static let mounting = getuid() == 0 ? ["unshare", "-m"] : ["unshare", "-Urm"]
  static let canMount = succeeds(
    mounting + ["sh", "-c", "mount -t tmpfs none /mnt && cd /"])

  /// Runs a program that can read a folder, but not write to it, at another path.
  static func mounting(_ folder: String, readOnlyAt path: String) -> [String] {
    let script = """
      mount --bind "$1" "$2" && mount -o remount,ro,bind "$2" || exit 99
      shift 2; exec "$@"
      """
    return mounting + ["sh", "-c", script, "sh", folder, path]
  }

  /// Traces a program, as some containers forbid.
  static let canTrace = succeeds(["strace", "-o", "/dev/null", "true"])

  private static func succeeds(_ command: [String]) -> Bool {
    guard let folder = TemporaryFolder.make() else { return false }
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
