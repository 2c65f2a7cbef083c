import Patterns
import Testing

@Suite struct SyntaxTests {
  static let cases: [(pattern: String, yes: [String], no: [String])] = [
    ("", ["", "a"], []),
    ("abc", ["abc", "xabcx"], ["", "ab", "acb"]),
    ("a.c", ["abc", "aéc", "a😀c"], ["ac", "ab"]),
    ("^a", ["a", "ab"], ["ba", ""]),
    ("a$", ["a", "ba"], ["ab", ""]),
    ("^$", [""], ["a"]),
    (#"\Aab\z"#, ["ab"], ["xab", "abx"]),
    ("a|b|", ["", "c"], []),
    ("^(a|bc)$", ["a", "bc"], ["", "b", "abc"]),
    ("^(?:ab)+$", ["ab", "abab"], ["", "aba"]),
    ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
    ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
    ("^a{0}$", [""], ["a"]),
    ("^(ab){0,2}$", ["", "ab", "abab"], ["ababab"]),
    ("^a*?b+?c??$", ["b", "aabbc"], ["a", "ac"]),
    ("{\"a\":{}}", ["{\"a\":{}}"], ["a"]),
    ("a{,3}", ["a{,3}"], ["aaa"]),
    ("a{x", ["a{x"], ["ax"]),
    ("[a-c]x", ["ax", "cx"], ["dx", "x"]),
    ("^[^a-c]$", ["d", "é", "😀", "\""], ["a", "b", ""]),
    ("^[]a]$", ["]", "a"], ["b"]),
    ("^[^]a]$", ["b"], ["]", "a"]),
    ("^[a-]$", ["a", "-"], ["b"]),
    ("^[-a]$", ["a", "-"], ["b"]),
    (#"^[\d_]+$"#, ["1_2"], ["a"]),
    (#"^[^\d]$"#, ["a", "é"], ["1"]),
    (#"^[\W]$"#, ["-", "é"], ["a", "_"]),
    ("^[[:alpha:]_]+$", ["aZ_"], ["1", "é"]),
    ("^[[:xdigit:]]+$", ["09afAF"], ["g"]),
    ("^[[:]$", ["[", ":"], ["a"]),
    (#"^\d\D\w\W\s\S$"#, ["1aa- x", "9é_é\tx"], ["1aa-xx"]),
    (#"\bfoo\b"#, ["foo", "a foo.", "\"foo\""], ["xfoo", "foo_", "foo1"]),
    (#"o\B"#, ["foo"], ["o", "o o"]),
    (#"\B"#, ["", "ab", "-"], ["a"]),
    (#"^\B"#, ["", "-a"], ["a"]),
    (#"\b^a"#, ["a"], ["-a"]),
    (#"\$\.\[\{\\"#, [#"$.[{\"#], ["$"]),
    (#"\x41\x{42}\u0043"#, ["ABC"], ["abc"]),
    (#"^\x{1F600}$"#, ["😀"], ["😁"]),
    (#"^\u00e9$"#, ["é"], [#"\u00e9"#]),
    (#"\\u00e9"#, [#"caf\u00e9"#], ["café"]),
    ("^[à-ü]$", ["é", "à", "ü"], ["a", "ý", "ß".uppercased()]),
    ("^[α-ωА-я😀-😎]+$", ["αωЯ😅"], ["a", "😏"]),
    (
      #"^[\x{0}-\x{10FFFF}]$"#, ["\u{0}", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10FFFF}"],
      ["", "ab"]
    ),
    (#"[^\x{0}-\x{10FFFF}]"#, [], ["", "a", "é"]),
    ("a\nb", [], ["ab"]),
    ("(|a)*b", ["b", "aab"], ["a"]),
    ("(^|,)a(,|$)", ["a", "b,a", "a,b"], ["ba", "ab"]),
    ("(a*)*$", ["", "b", "aa"], []),
    ("(?i)reply", ["REPLY", "rePly"], ["rely"]),
  ]

  @Test(arguments: cases.indices) func matchesWhatTheTableSays(_ index: Int) throws {
    let (pattern, yes, no) = Self.cases[index]
    for text in yes { #expect(try matches(pattern, text), "\(pattern) should match \(text)") }
    for text in no { #expect(try !matches(pattern, text), "\(pattern) should not match \(text)") }
  }

  @Test func caseIsFolded() throws {
    let cases: [(String, String, Bool)] = [
      ("straße", "STRAßE", true), ("éÀ", "Éà", true), ("[α-γ]", "Β", true), ("σ", "ς", true),
      ("ж", "Ж", true), ("k", "\u{212A}", false), ("[a-z]", "Q", true), ("[^a]", "A", false),
      ("_", "\u{7F}", false), ("@", "`", false), ("[", "{", false),
    ]
    for (pattern, text, expected) in cases {
      let options: Pattern.Options =
        pattern == "[" ? [.caseInsensitive, .literal] : .caseInsensitive
      #expect(try matches(pattern, text, options) == expected, "\(pattern) on \(text)")
    }
    #expect(try !matches("é", "É"))
  }

  @Test func aLiteralHasNoSyntax() throws {
    #expect(try matches("a.*(b", "xa.*(bx", .literal))
    #expect(try !matches("a.*(b", "axx(b", .literal))
    #expect(try matches("Person.ID", "person.id", [.literal, .caseInsensitive]))
    #expect(try !matches("Person.ID", "personxid", [.literal, .caseInsensitive]))
    #expect(try matches("(?i)a", "(?i)a", .literal))
    #expect(try matches("", "", .literal))
  }

  @Test(
    arguments: [
      ("(a", .groupNotClosed, 0), ("a)", .groupNotOpened, 1), ("x[a", .classNotClosed, 1),
      ("[", .classNotClosed, 0), ("[]", .classNotClosed, 0), ("[z-a]", .classRange, 2),
      (#"[a-\d]"#, .classRange, 2), ("[[:nope:]]", .className, 1), ("*a", .nothingToRepeat, 0),
      ("a|+", .nothingToRepeat, 2), ("{3}", .nothingToRepeat, 0), ("a**", .repeatedRepetition, 2),
      ("a*+", .repeatedRepetition, 2), ("a{2}{3}", .repeatedRepetition, 4),
      ("a{1001}", .repetitionCount, 1), ("a{99999999999999999999}", .repetitionCount, 1),
      ("a{3,2}", .repetitionCount, 1), (#"a\"#, .escapeNotFinished, 1),
      (#"\q"#, .unknownEscape, 0), (#"\pL"#, .unknownEscape, 0), (#"[\b]"#, .unknownEscape, 1),
      (#"\é"#, .unknownEscape, 0), (#"\x4"#, .invalidScalar, 0), (#"\ud83d"#, .invalidScalar, 0),
      (#"\x{110000}"#, .invalidScalar, 0), (#"(a)\1"#, .backreference, 3),
      (#"\k<a>"#, .backreference, 0), ("(?=a)", .lookAround, 0), ("a(?<!b)", .lookAround, 1),
      ("(?P<a>b)", .unsupportedGroup, 0), ("a(?i)", .unsupportedGroup, 1),
      (
        String(repeating: "(", count: 101) + String(repeating: ")", count: 101), .nestingTooDeep,
        100
      ),
      ("((a{1000}){1000}){1000}", .tooLarge, 0), ("(.{1000}){1000}", .tooLarge, 0),
    ] as [(String, PatternError.Reason, Int)])
  func errorsSayWhatAndWhere(_ pattern: String, _ reason: PatternError.Reason, _ offset: Int) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.reason == reason, "\(pattern)")
    #expect(error?.offset == offset, "\(pattern)")
  }
}
