import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

/// One way to damage the specimen, and exactly what must be found then.
struct Damage: CustomTestStringConvertible, Sendable {
  /// Where a finding must be.
  struct Place: Hashable, Sendable {
    let kind: FindingKind
    let path: String?
    let line: Int?
    let pointer: String?

    init(_ kind: FindingKind, _ path: String?, line: Int? = nil, pointer: String? = nil) {
      self.kind = kind
      self.path = path
      self.line = line
      self.pointer = pointer
    }
  }

  let name: String
  let places: [Place]
  var options = VerifyOptions()
  let make: @Sendable (Specimen) throws -> Void

  init(
    _ name: String, _ places: Place..., make: @escaping @Sendable (Specimen) throws -> Void
  ) {
    self.name = name
    self.places = places
    self.make = make
  }

  var testDescription: String { name }

  static let all = index + files + content + records + completeness
}

extension Specimen {
  /// Flips the lowest bit of one byte.
  func flip(_ path: String, at offset: Int) throws {
    var bytes = try bytes(path)
    bytes[offset] ^= 1
    try write(bytes, to: path)
  }
}
