/// A regular expression over the bytes of a record, matched in time linear in the input.
///
/// A record matches if the pattern matches anywhere in it. Only that is decided, not where groups
/// lie, so greedy and lazy repetitions mean the same. A record is UTF-8 text of one line: a match
/// never spans a line feed, and what is no UTF-8 matches no character.
///
/// | syntax | matches |
/// |---|---|
/// | `x` | the character `x` |
/// | `.` | any character |
/// | `[a-z_]` `[^a-z]` | a character in, or not in, the set; a leading `]`, and `-` at either end, stand for themselves |
/// | `[[:alpha:]]` | an ASCII class: `alnum alpha digit lower punct space upper word xdigit` |
/// | `\d` `\w` `\s` | an ASCII digit; letter, digit or `_`; white space. `\D` `\W` `\S`: any other character |
/// | `\t` `\n` `\r` `\f` `\v` `\a` `\e` | the control character (`\n` never matches) |
/// | `\x41` `\x{1F600}` `\u00e9` | the character with this hexadecimal code |
/// | `\.` | a punctuation character that would have a meaning |
/// | `^` `$`, `\A` `\z` | the record's start and end |
/// | `\b` `\B` | a boundary of an ASCII word (`\w+`), or none |
/// | `(x)` `(?:x)` `x\|y` | a group; one or the other |
/// | `x*` `x+` `x?` `x{3}` `x{3,}` `x{3,5}` | repetitions, at most 1,000; with `?` after it just the same |
/// | `(?i)` at the start | as with `caseInsensitive` |
///
/// A brace that is no repetition stands for itself, so that JSON can be searched as it is. There are
/// no back-references, look-around, possessive repetitions and Unicode properties: they are refused.
/// The pattern sees a record's bytes, so a character that the API sent as an escape (`\u00e9`) is
/// found by searching that escape (`\\u00e9`).
public struct Pattern: Sendable {
  /// How a pattern's text is read.
  public struct Options: OptionSet, Hashable, Sendable {
    /// A bit for each option that is set.
    public let rawValue: Int

    /// The options whose bits are set; other bits mean nothing.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The text is what to find; no character has a meaning.
    public static let literal = Options(rawValue: 1)
    /// Letters match in either case. ASCII letters match ASCII letters only; others by Unicode's
    /// simple case mappings.
    public static let caseInsensitive = Options(rawValue: 2)
  }

  let program: Program
  let literal: RequiredLiteral?

  /// Compiles `text`; throws what is wrong with it, and where.
  public init(_ text: String, options: Options = []) throws(PatternError) {
    let tree: SyntaxTree
    if options.contains(.literal) {
      let folds = options.contains(.caseInsensitive)
      tree = .sequence(text.unicodeScalars.map { .scalar($0.value, foldingCase: folds) })
    } else {
      var parser = PatternParser(text, foldsCase: options.contains(.caseInsensitive))
      tree = try parser.parse()
    }
    program = try ProgramCompiler.compile(tree)
    literal = RequiredLiteral(of: tree)
  }

  /// A matcher with a cache of its own.
  public func makeMatcher() -> PatternMatcher { PatternMatcher(self) }
}
