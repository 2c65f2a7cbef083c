import ArgumentParser

/// Words for a command line that cannot be understood.
enum UsageWording {
  /// What is wrong, by the parser's `message` unless more is known, and where the right way is
  /// written.
  static func line(for message: String, _ arguments: [String]) -> String {
    let names = TopoArchive.configuration.subcommands.compactMap { $0.configuration.commandName }
    // Of a word that is no command the parser speaks as an argument, or of what follows it.
    if let first = arguments.first, !first.hasPrefix("-"), first != "help", !names.contains(first) {
      return see(noCommand(first, names), command: nil)
    }
    let command = arguments.first(where: names.contains)
    if let command, let first = arguments.first, first.hasPrefix("-") {
      return see("The command comes first: topo-archive \(command) \(first) …", command: command)
    }
    return see(message, command: command)
  }

  private static func noCommand(_ word: String, _ names: [String]) -> String {
    let meant = Spelling.nearest(to: word, among: names).map { "did you mean \($0)?" }
    return
      "There is no command '\(word)'; \(meant ?? "there are \(names.joined(separator: ", ")).")"
  }

  private static func see(_ words: String, command: String?) -> String {
    let help = ["topo-archive", command, "--help"].compactMap(\.self).joined(separator: " ")
    let ending = words.last.map { ".!?…".contains($0) } == true ? "" : "."
    return "\(words)\(ending) See \(help)"
  }
}
