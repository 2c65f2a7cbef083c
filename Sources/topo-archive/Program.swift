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
    FileModes.keepOwners()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try await TopoArchive.asyncParseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try RepeatedOption.refuse(in: arguments)
        if let command = command as? any APICommand {
          Terminal.logFormat = command.connection.logFormat
        }
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      leave(error, arguments)
    }
  }

  /// Ends with the code of `error`; wrong usage is said in one line like everything else.
  private static func leave(_ error: any Error, _ arguments: [String]) -> Never {
    let code = TopoArchive.exitCode(for: error)
    guard code == .validationFailure else { TopoArchive.exit(withError: error) }
    Terminal.complain(UsageWording.line(for: TopoArchive.message(for: error), arguments))
    exit(code.rawValue)
  }
}
