import ArgumentParser

/// Words for a command line that cannot be understood.
enum UsageWording {
  /// What is wrong, and where the right way is written.
  static func line(for message: String) -> String {
    let names = TopoArchive.configuration.subcommands.compactMap { $0.configuration.commandName }
    let command = CommandLine.arguments.dropFirst().first { names.contains($0) }
    let help = ["topo-archive", command, "--help"].compactMap(\.self).joined(separator: " ")
    let ending = message.last.map { ".!?".contains($0) } == true ? "" : "."
    return "\(message)\(ending) See \(help)"
  }
}
