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
  /// Whether the archive is still complete, as far as the index tells.
  let isComplete: Bool
  var options = VerifyOptions()
  let make: @Sendable (Specimen) throws -> Void

  init(
    _ name: String, complete: Bool = true, _ places: Place...,
    make: @escaping @Sendable (Specimen) throws -> Void
  ) {
    self.name = name
    self.places = places
    isComplete = complete
    self.make = make
  }

  var testDescription: String { name }

  static let all = index + kept + files + members + content + filters + records + completeness
}

extension Specimen {
  /// Where the second block of a segment begins.
  func secondBlock(of path: String) throws -> Int {
    let bytes = try bytes(path)
    return try BlockHeader(prefix: bytes.span.bytes).memberSize
  }

  /// Where the last block ends and the filters begin.
  func filters(of path: String) throws -> Int {
    let bytes = try bytes(path)
    var end = 0
    while let block = try? BlockHeader(prefix: bytes.span.bytes.extracting(end..<bytes.count)) {
      end += block.memberSize
    }
    return end
  }

  /// Cuts the index, and leaves a number of bytes of the line that follows.
  func cutIndex(after lines: Int, leaving length: Int = 0) throws {
    let all = try indexLines()
    let kept = all.prefix(lines).flatMap { $0 + [UInt8(ascii: "\n")] }
    try write(kept + all[lines].prefix(length), to: Layout.index)
  }

  /// Moves a file away and puts a link to it into its place.
  func replaceByLink(_ path: String) throws {
    let target = self.path(path)
    try FileManager.default.moveItem(atPath: target, toPath: self.path("elsewhere"))
    try FileManager.default.createSymbolicLink(
      atPath: target, withDestinationPath: self.path("elsewhere"))
  }

  /// Flips the lowest bit of one byte.
  func flip(_ path: String, at offset: Int) throws {
    var bytes = try bytes(path)
    bytes[offset] ^= 1
    try write(bytes, to: path)
  }
}
