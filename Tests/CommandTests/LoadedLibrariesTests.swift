#if os(Linux)
  import Foundation
  import Testing

  /// What the program has loaded before it does anything, which everyone who runs it waits for.
  @Suite("Loaded libraries", .timeLimit(.minutes(2))) struct LoadedLibrariesTests {
    /// Foundation, its tables of Unicode among it, is 54 MB that no command needs.
    @Test func foundationIsNotAmongThem() async throws {
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "topo-archive-libraries-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let outcome = try await Command.start(
        ["--help"], environment: ["LD_TRACE_LOADED_OBJECTS": "1"], in: folder
      ).outcome()
      #expect(outcome.output.contains("libswiftCore"), "\(outcome.output)")
      for library in ["libFoundation.so", "libFoundationInternationalization", "FoundationICU"] {
        #expect(!outcome.output.contains(library), "\(outcome.output)")
      }
    }
  }
#endif
