import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The question before something that cannot be undone.
enum Confirmation {
  /// What is said when it was not wanted after all.
  static let unchanged = "nothing was changed"

  /// Whether the user agrees to what `words` say: by `--yes`, or asked on a terminal.
  ///
  /// Throws `ValidationError` where nobody can be asked.
  static func isGiven(_ yes: Bool, for words: String) throws -> Bool {
    if yes { return true }
    guard isatty(STDIN_FILENO) == 1, Terminal.isError else {
      throw ValidationError("Nobody can be asked here: give --yes, or look with --dry-run first.")
    }
    Terminal.say(words)
    Terminal.say("This cannot be undone. Type yes to go on:")
    return readLine() == "yes"
  }
}
