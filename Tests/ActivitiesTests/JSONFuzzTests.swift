import Foundation
import Testing
import TestSupport

@testable import Activities

/// Seeded damage to records: nothing may crash, and the parser must agree with Foundation's.
@Suite struct JSONFuzzTests {
  @Test(arguments: [UInt64(11), 12, 13])
  func damagedRecordsAreRefusedOrRead(seed: UInt64) throws {
    var mutator = RecordMutator(seed: seed)
    let validator = try Validator.activity()
    var tape = JSONTape()
    var report = ValidationReport()
    var accepted = 0
    for _ in 0..<6_000 {
      let record = Self.damaged(mutator.record(), &mutator.generator)
      let isAccepted = (try? tape.parse(record.span.bytes)) != nil
      Self.compareWithFoundation(record, isAccepted, seed)
      guard isAccepted else { continue }
      accepted += 1
      validator.validate(tape, of: record.span.bytes, into: &report)
      _ = try? Activity(record: record)
      Self.checkStructure(tape, record)
      let minified = JSONMinifier.minify(record.span.bytes)
      #expect(JSONCanonical.isSameValue(record, minified))
      let canonical = try JSONCanonical.text(of: record.span.bytes)
      #expect(JSONCanonical.isSameValue(record, canonical))
    }
    #expect(accepted > 300 && accepted < 5_900)
  }

  @Test(arguments: [UInt64(21)])
  func everyPrefixIsRefused(seed: UInt64) {
    var mutator = RecordMutator(seed: seed)
    for _ in 0..<20 {
      let record = mutator.record()
      guard JSONSyntaxTests.parse(record) == nil else { continue }
      for length in 0..<record.count {
        #expect(JSONSyntaxTests.parse(Array(record[..<length])) != nil, "seed \(seed)")
      }
    }
  }

  private static func damaged(_ record: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var record = record
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      guard let place = record.indices.randomElement(using: &generator) else { break }
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: record[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: record.remove(at: place)
      case 2: record.insert(tokens.randomElement(using: &generator) ?? 0, at: place)
      case 3: record.removeSubrange(place..<min(place + 9, record.count))
      default: record[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
    return record
  }

  private static let tokens = Array("{}[]\",:\\u0eE+-.tfn \t\n0123456789".utf8)

  private static func compareWithFoundation(
    _ record: [UInt8], _ isAccepted: Bool, _ seed: UInt64
  ) {
    let theirs = try? JSONSerialization.jsonObject(
      with: Data(record), options: [.fragmentsAllowed])
    guard (theirs != nil) != isAccepted else { return }
    // Foundation lets keys repeat and a comma end an object, and refuses numbers beyond a Double.
    let error = JSONSyntaxTests.parse(record)
    let text = String(decoding: record, as: UTF8.self)
    if let error {
      #expect(
        error.reason == .duplicateKey || text.contains(#/,\s*\}/#),
        "\(error) \(text), seed \(seed)")
    } else {
      #expect(text.contains(#/[0-9][eE]\+?[0-9]{3}/#), "\(text), seed \(seed)")
    }
  }

  /// Every value lies within its container, and after the one before.
  private static func checkStructure(_ tape: JSONTape, _ record: [UInt8]) {
    for (index, node) in tape.nodes.enumerated() {
      #expect(node.start < node.end && Int(node.end) <= record.count)
      #expect(Int(node.next) > index && Int(node.next) <= tape.nodes.count)
      for inner in tape.nodes[(index + 1)..<Int(node.next)] {
        #expect(inner.start > node.start && inner.end < node.end)
      }
    }
  }
}
