import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the program begins and ends.
@main
enum Program {
  static func main() async {
    do {
      var command = try await TopoArchive.asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      leave(error)
    }
  }

  /// Ends with the code of `error`; wrong usage is said in one line like everything else.
  private static func leave(_ error: any Error) -> Never {
    let code = TopoArchive.exitCode(for: error)
    guard code == .validationFailure else { TopoArchive.exit(withError: error) }
    Terminal.complain(UsageWording.line(for: TopoArchive.message(for: error)))
    exit(code.rawValue)
  }
}
