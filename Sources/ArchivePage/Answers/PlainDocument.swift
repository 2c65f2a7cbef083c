import NIOCore

/// A document without script in the manner of the page.
enum PlainDocument {
  /// The bytes of a document; the title is text, the content HTML.
  static func html(_ title: String, _ content: String) -> ByteBuffer {
    ByteBuffer(
      string: """
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>\(escaped(title)) \u{B7} topo-archive</title>
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/assets/base.css">
        </head>
        <body>
          <header class="top">
            <div class="wide">
              <a class="brand" href="/">
                <img src="/assets/icon.svg" alt="" width="28" height="28">
                <span>topo-archive</span>
              </a>
            </div>
          </header>
          <main>
            <h1>\(escaped(title))</h1>
        \(content)
          </main>
          <footer>
            <div class="wide">
              <p>Read-only: nothing here changes the archive. All times are UTC.</p>
            </div>
          </footer>
        </body>
        </html>

        """)
  }

  /// A text as it is written in HTML, in a quoted value as well.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
  }
}
