import Activities
import ArchiveFormat
import Archiver

/// The report of a snapshot as one page of HTML: for reading and printing, with no script and nothing
/// from elsewhere.
struct SnapshotPage {
  let facts: SnapshotFacts

  init(_ facts: SnapshotFacts) {
    self.facts = facts
  }

  func html() -> String {
    var page = HTMLText()
    page.element("html", ["lang": "en"]) { html in
      html.newLine()
      html.element("head", head)
      html.newLine()
      html.element("body", body)
      html.newLine()
    }
    return "<!DOCTYPE html>\n\(page.text)\n"
  }

  private var title: String { "Snapshot of an audit log, \(SnapshotWording.days(facts.window))" }

  private func head(_ head: inout HTMLText) {
    head.newLine()
    head.void("meta", ["charset": "utf-8"])
    head.newLine()
    head.void(
      "meta", ["http-equiv": "Content-Security-Policy", "content": PageStyle.policy])
    head.newLine()
    head.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    head.void("meta", ["name": "referrer", "content": "no-referrer"])
    head.newLine()
    head.element("title", title)
    head.newLine()
    head.element("style") { $0.appendStyle(PageStyle.sheet) }
    head.newLine()
  }

  private func body(_ body: inout HTMLText) {
    body.newLine()
    body.element("header") { header in
      header.element("h1", "Snapshot of an audit log")
      header.element("p", ["class": "days"], "\(SnapshotWording.days(facts.window)), in UTC")
      header.newLine()
      verdict(&header)
    }
    body.newLine()
    body.element("main") { main in
      main.newLine()
      main.section("What this is", summary)
      if !facts.verification.findings.isEmpty { main.section("Findings", findings) }
      main.section("Calendar", calendar)
      main.section("What was read, and what is not complete", coverage)
      main.section("Counts", counts)
      main.section("Changed, vanished and redacted activities", changes)
      main.section("What is not in this snapshot", absences)
      main.section("Keys", keys)
      main.section("How to check it", checking)
    }
    body.newLine()
    body.element(
      "footer"
    ) {
      $0.paragraph(
        "Made by \(facts.software) on \(facts.takenAt). The same facts for machines: report.json.")
    }
    body.newLine()
  }

  /// Both verdicts, and nothing good in large letters unless both are.
  private func verdict(_ header: inout HTMLText) {
    header.element("div", ["class": facts.isGood ? "verdict good" : "verdict bad"]) { box in
      box.element("strong", SnapshotWording.headline(facts))
      box.paragraph(SnapshotWording.integrity(facts))
      box.paragraph(SnapshotWording.completeness(facts))
      if let words = SnapshotWording.expiry(facts) { box.paragraph("\(words).") }
      if facts.keys.isEmpty { box.paragraph(SnapshotWording.noKey) }
    }
    header.newLine()
  }

  private func summary(_ section: inout HTMLText) {
    section.paragraph(SnapshotWording.explanation(facts))
    section.element("dl") { list in
      for (name, value) in SnapshotWording.summary(facts) {
        list.element("dt", name)
        list.element("dd", value)
        list.newLine()
      }
    }
    section.newLine()
  }

  private func findings(_ section: inout HTMLText) {
    section.paragraph(SnapshotWording.findings(facts.verification))
    section.table(
      "What verify found", style: "findings", ["Kind", "Where", "What"],
      facts.verification.findings.map { finding in
        [finding.kind.rawValue, VerifyWording.place(finding), VerifyWording.message(finding)]
      })
  }
}
