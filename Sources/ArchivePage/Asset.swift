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
      Asset("base.css", PackageResources.base_css),
      Asset("icon.svg", PackageResources.icon_svg),
      Asset("page.js", PackageResources.page_js),
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
