#if os(Linux)
  import Testing

  /// What the program has loaded before it does anything, which everyone who runs it waits for.
  @Suite("Loaded libraries", .timeLimit(.minutes(2))) struct LoadedLibrariesTests {
    /// Foundation, its tables of Unicode among it, is 54 MB that no command needs.
    @Test func foundationIsNotAmongThem() async throws {
      try await withFixture { fixture in
        let outcome = try await fixture.run(
          ["--help"], environment: ["LD_TRACE_LOADED_OBJECTS": "1"])
        #expect(outcome.output.contains("libswiftCore"), "\(outcome.output)")
        for library in ["libFoundation.so", "libFoundationInternationalization", "FoundationICU"] {
          #expect(!outcome.output.contains(library), "\(outcome.output)")
        }
      }
    }
  }
#endif
