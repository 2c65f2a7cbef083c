/// The files that make a folder a BagIt bag (RFC 8493), with SHA-256.
public enum Bag {
  /// What says that the folder is a bag.
  public static let declaration = "bagit.txt"
  /// What the bag is about, for people and catalogues.
  public static let information = "bag-info.txt"
  /// The hashes of what is handed over.
  public static let manifest = "manifest-sha256.txt"
  /// The hashes of the files beside that.
  public static let tagManifest = "tagmanifest-sha256.txt"
  /// The folder of what is handed over.
  public static let payload = "data"

  /// The content of `declaration`.
  public static let declarationText =
    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

  /// A manifest, which is what `sha256sum` prints and checks, in the order of paths.
  ///
  /// Paths are relative to the bag's folder, with `/` between components.
  public static func manifest(_ files: [String: Hash256]) -> String {
    files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.value.hex)  \(escaped($0.key))\n" }.joined()
  }

  /// The content of `information`, a line for each label.
  public static func information(_ labels: [(label: String, value: String)]) -> String {
    labels.map { "\($0.label): \(oneLine($0.value))\n" }.joined()
  }

  /// RFC 8493, section 2.1.3: what would end or change a line is percent-encoded.
  private static func escaped(_ path: String) -> String {
    path.replacing("%", with: "%25").replacing("\n", with: "%0A").replacing("\r", with: "%0D")
  }

  private static func oneLine(_ value: String) -> String {
    String(
      String.UnicodeScalarView(
        value.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
