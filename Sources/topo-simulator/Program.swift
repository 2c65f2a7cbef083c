import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the program begins and ends.
@main
enum Program {
  static func main() {
    do {
      var command = try TopoSimulator.parseAsRoot()
      try command.run()
    } catch {
      let code = TopoSimulator.exitCode(for: error)
      guard code == .validationFailure else { TopoSimulator.exit(withError: error) }
      let words = TopoSimulator.message(for: error)
      let ending = words.last.map { ".!?".contains($0) } == true ? "" : "."
      complain("\(words)\(ending) See topo-simulator --help")
      exit(code.rawValue)
    }
  }

  /// Says in one line on standard error what is wrong.
  static func complain(_ words: String) {
    let line = Array("topo-simulator: \(words.replacing("\n", with: " "))\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}
