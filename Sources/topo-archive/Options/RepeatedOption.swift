import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Refuses what the parser lets pass: of an option that is given twice it would keep the last value
/// and say nothing.
enum RepeatedOption {
  /// Throws `ValidationError` if the arguments, which the parser has understood, give an option of
  /// one value twice. Flags may be repeated.
  static func refuse(in arguments: [String]) throws {
    // No value begins with dashes unless it is written --name=value.
    let options = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
    let names = options.map { String($0.prefix { $0 != "=" }) }
    var seen: Set<String> = []
    let repeated = names.filter { !seen.insert($0).inserted }
    // To ask takes a millisecond, which nearly nobody needs.
    guard !repeated.isEmpty else { return }
    let single = optionsOfOneValue(of: arguments.first)
    if let name = repeated.first(where: single.contains) {
      throw ValidationError("\(name) is given twice; it takes one value.")
    }
  }

  /// The long names, as the parser itself describes the command.
  private static func optionsOfOneValue(of command: String?) -> Set<String> {
    let type = TopoArchive.configuration.subcommands.first {
      $0.configuration.commandName == command
    }
    let description = type.map { Data($0._dumpHelp().utf8) } ?? Data()
    let described = try? JSONDecoder().decode(Description.self, from: description)
    let options = (described?.command.arguments ?? []).filter { $0.kind == "option" }
    return Set(options.filter { !$0.isRepeating }.flatMap { $0.names ?? [] }.map { "--\($0.name)" })
  }

  /// The part of it that matters here.
  private struct Description: Decodable {
    struct Command: Decodable {
      let arguments: [Argument]?
    }
    struct Argument: Decodable {
      let kind: String
      let isRepeating: Bool
      let names: [Name]?
    }
    struct Name: Decodable {
      let name: String
    }
    let command: Command
  }
}
