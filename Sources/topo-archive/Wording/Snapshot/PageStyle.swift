import ArchiveFormat

/// How the report looks, on a light and on a dark screen and on paper.
///
/// Text has a contrast of at least 4.5 to what is behind it (WCAG 2.2, AA), and nothing is told by
/// colour alone.
enum PageStyle {
  /// What a browser may do with the page: apply this very style, and nothing else.
  static var policy: String {
    let sheet = Array("\(sheet)".utf8)
    let hash = Hash256(sha256Of: sheet.span.bytes).base64
    return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
  }

  static let sheet: StaticString = """

    :root { color-scheme: light dark; --text: #1b2126; --dim: #565f67; --page: #ffffff; --line: #c5ccd2;
      --soft: #f3f5f6; --good: #17602f; --goodsoft: #e6f3ea; --bad: #9c1c1c; --badsoft: #fbeaea;
      --mark: #6f4300; --one: #e2f1f3; --two: #bfe0e5; --three: #93c9d2; --four: #62adba; --on: #10262b }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e7ebee; --dim: #a9b3bb; --page: #14181b; --line: #465059; --soft: #1d2327;
        --good: #86d9a0; --goodsoft: #15281c; --bad: #ffa8a0; --badsoft: #331818; --mark: #f2c274;
        --one: #18303a; --two: #1d4350; --three: #235868; --four: #296f82; --on: #f4fafb } }
    * { box-sizing: border-box }
    body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 58rem; background: var(--page);
      color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
    h1 { margin: 0; font-size: 1.75rem; line-height: 1.2 }
    h2 { margin: 2.75rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid var(--line);
      font-size: 1.25rem; line-height: 1.3 }
    p, ul, dl { margin: .5rem 0 }
    .days { margin: .25rem 0 1.25rem; color: var(--dim); font-size: 1.125rem }
    .note, footer { color: var(--dim) }
    .verdict { margin: 1rem 0; padding: .75rem 1rem; border: 2px solid; border-left-width: .6rem }
    .verdict p { margin: .25rem 0; color: var(--text) }
    .verdict strong { font-size: 1.125rem }
    .good { border-color: var(--good); background: var(--goodsoft); color: var(--good) }
    .bad { border-color: var(--bad); background: var(--badsoft); color: var(--bad) }
    dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; column-gap: 1.5rem }
    dt { color: var(--dim) }
    dd { margin: 0; overflow-wrap: anywhere }
    table { margin: 1rem 0 1.5rem; border-collapse: collapse; width: 100%;
      font-variant-numeric: tabular-nums }
    caption { padding: .25rem 0; text-align: left; font-weight: 600 }
    th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; overflow-wrap: anywhere }
    thead th { background: var(--soft) }
    tbody th { font-weight: 400 }
    .n { text-align: right; white-space: nowrap }
    .counts { width: auto; min-width: 22rem }
    .counts th, .counts td { padding-right: 1.5rem }
    .findings tbody th, .stretches tbody th, .stretches td:nth-child(2) { white-space: nowrap }
    .findings td:nth-child(2) { min-width: 14rem }
    code, pre { font: .875rem/1.5 ui-monospace, monospace }
    pre { padding: .75rem 1rem; background: var(--soft); border: 1px solid var(--line);
      white-space: pre-wrap; overflow-wrap: anywhere }
    .months { display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 0 2rem }
    .month { table-layout: fixed }
    .month th { padding: .1rem .3rem; border: 0; background: none; color: var(--dim); font-weight: 400;
      font-size: .8125rem }
    .month td { height: 3.9rem; padding: .15rem .3rem; border: 1px solid var(--line); font-size: .8125rem;
      line-height: 1.25; overflow-wrap: normal }
    .month td b { display: block; font-size: .875rem; text-align: right }
    .month td.out { border-style: dotted; color: var(--dim) }
    .month i { display: block; color: inherit; font-style: normal; font-weight: 700;
      font-size: .6875rem; line-height: 1.2 }
    .l1 { background: var(--one); color: var(--on) }
    .l2 { background: var(--two); color: var(--on) }
    .l3 { background: var(--three); color: var(--on) }
    .l4 { background: var(--four); color: var(--on) }
    .month td.unsettled, .month td.redacted { outline: 2px dotted var(--dim); outline-offset: -3px }
    .month td.gap, .month td.incomplete { outline: 3px dashed var(--mark); outline-offset: -3px }
    .month td.expired { background: repeating-linear-gradient(135deg, var(--page) 0 6px, var(--soft) 6px 12px);
      color: var(--text) }
    .month td.finding { outline: 3px solid var(--bad); outline-offset: -3px }
    @media (max-width: 34rem) { .months { grid-template-columns: 1fr } .month td { height: 3.2rem }
      .counts { min-width: 100% } .findings thead { display: none }
      .findings tr, .findings th, .findings td { display: block; border: 0 }
      .findings tr { border-bottom: 1px solid var(--line) }
      .stretches tbody th, .stretches td:nth-child(2) { white-space: normal } dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } }
    @page { margin: 16mm 15mm }
    @media print {
      :root { --text: #000; --dim: #444; --page: #fff; --line: #999; --soft: #f0f0f0; --good: #17602f;
        --goodsoft: #fff; --bad: #9c1c1c; --badsoft: #fff; --mark: #6f4300; --one: #e2f1f3;
        --two: #bfe0e5; --three: #93c9d2; --four: #62adba; --on: #000 }
      body { max-width: none; padding: 0; font-size: 10pt; -webkit-print-color-adjust: exact;
        print-color-adjust: exact }
      h2 { margin-top: 1.5rem; break-after: avoid }
      .months { display: block }
      .month td { height: 2.5rem }
      tr, .month, .short, .verdict, pre { break-inside: avoid }
      caption, p:has(+ pre), p:has(+ table) { break-after: avoid }
      thead { display: table-header-group } }

    """
}
