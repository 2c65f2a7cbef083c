import Activities
import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct GzipToolsTests {
  /// A committed archive of three blocks, and its records one after the other.
  private func segment(in folder: TemporaryFolder) async throws -> (path: String, lines: [UInt8]) {
    var generator = SeededGenerator(seed: 2)
    let samples = samples(2_100, using: &generator)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    let archive = try await writer.commit(try stage(samples, writer.staging))
    let segment = try #require(archive.segments(of: .activities).first)
    return (
      folder("a/\(segment.location.path)"),
      samples.flatMap { $0.record + [UInt8(ascii: "\n")] }
    )
  }

  @Test func zcatReadsASegment() async throws {
    let folder = try TemporaryFolder()
    let (path, lines) = try await segment(in: folder)
    let (code, output) = try run("zcat", [path])
    #expect(code == 0)
    #expect(output == lines)
  }

  @Test func pythonReadsASegment() async throws {
    let folder = try TemporaryFolder()
    let (path, lines) = try await segment(in: folder)
    let script = "import gzip,sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())"
    let (code, output) = try run("python3", ["-c", script, path])
    #expect(code == 0)
    #expect(output == lines)
  }

  @Test func sha256sumAgreesWithTheEntry() async throws {
    let folder = try TemporaryFolder()
    let (path, _) = try await segment(in: folder)
    let (_, output) = try run("sha256sum", [path])
    let archive = try Archive(at: folder("a"))
    let segment = try #require(archive.segments(of: .activities).first)
    #expect(String(decoding: output.prefix(64), as: UTF8.self) == segment.sha256.hex)
    #expect(try bytes(at: path).count == segment.size)
  }
}
