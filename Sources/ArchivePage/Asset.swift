import Crypto
import HTTPTypes
import NIOCore

/// A file of the page, which the program carries.
struct Asset: Hashable {
  let name: String
  let bytes: [UInt8]
  /// A strong ETag.
  let tag: String

  /// The document of every view.
  static let page = Asset("page.html", PackageResources.page_html)

  /// What lies under `/assets/`.
  private static let files: [String: Asset] = Dictionary(
    uniqueKeysWithValues: [
      Asset("activity.js", PackageResources.activity_js),
      Asset("bars.js", PackageResources.bars_js),
      Asset("base.css", PackageResources.base_css),
      Asset("calendar.js", PackageResources.calendar_js),
      Asset("condition.js", PackageResources.condition_js),
      Asset("counts.js", PackageResources.counts_js),
      Asset("day-cells.js", PackageResources.day_cells_js),
      Asset("day-list.js", PackageResources.day_list_js),
      Asset("days.js", PackageResources.days_js),
      Asset("elements.js", PackageResources.elements_js),
      Asset("excerpts.js", PackageResources.excerpts_js),
      Asset("findings.js", PackageResources.findings_js),
      Asset("forms.js", PackageResources.forms_js),
      Asset("funnel.js", PackageResources.funnel_js),
      Asset("icon.svg", PackageResources.icon_svg),
      Asset("integrity.js", PackageResources.integrity_js),
      Asset("json.js", PackageResources.json_js),
      Asset("kept.js", PackageResources.kept_js),
      Asset("long-lists.js", PackageResources.long_lists_js),
      Asset("long-text.js", PackageResources.long_text_js),
      Asset("marks.js", PackageResources.marks_js),
      Asset("missing.js", PackageResources.missing_js),
      Asset("navigation.js", PackageResources.navigation_js),
      Asset("overview.css", PackageResources.overview_css),
      Asset("overview.js", PackageResources.overview_js),
      Asset("page.js", PackageResources.page_js),
      Asset("proof.js", PackageResources.proof_js),
      Asset("quarantine.js", PackageResources.quarantine_js),
      Asset("query.js", PackageResources.query_js),
      Asset("range.js", PackageResources.range_js),
      Asset("records.css", PackageResources.records_css),
      Asset("requests.js", PackageResources.requests_js),
      Asset("results.js", PackageResources.results_js),
      Asset("search-form.js", PackageResources.search_form_js),
      Asset("search-progress.js", PackageResources.search_progress_js),
      Asset("search.js", PackageResources.search_js),
      Asset("session.js", PackageResources.session_js),
      Asset("shortcut.js", PackageResources.shortcut_js),
      Asset("signers.js", PackageResources.signers_js),
      Asset("stretches.js", PackageResources.stretches_js),
      Asset("vanished.js", PackageResources.vanished_js),
      Asset("verdicts.js", PackageResources.verdicts_js),
      Asset("verification.js", PackageResources.verification_js),
      Asset("words.js", PackageResources.words_js),
    ].map { ($0.name, $0) })

  /// Nil if there is none with this name.
  static func named(_ name: String) -> Asset? { files[name] }

  private init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    let digest = SHA256.hash(data: bytes).prefix(12).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    tag = "\"\(digest.joined())\""
  }

  /// The file, or 304 if the client has it. Browsers ask each time, as a newer program has newer
  /// files under the same names.
  func answer(to headers: HTTPFields) -> Answer {
    var fields: HTTPFields = [.cacheControl: "no-cache"]
    fields[.eTag] = tag
    let held = (headers[.ifNoneMatch] ?? "").split(separator: ",").map { $0.drop { $0 == " " } }
    if held.contains(where: { $0 == tag || $0 == "W/\(tag)" || $0 == "*" }) {
      return Answer(status: .notModified, headers: fields)
    }
    return .whole(ByteBuffer(bytes: bytes), type: type, fields)
  }

  private var type: String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }

  static func == (left: Asset, right: Asset) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
