import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Patterns
import Testing
import TestSupport

/// Random archives searched by random queries must give what a plain list gives.
@Suite struct SearchModelTests {
  @Test(arguments: [(11, 1), (12, 2), (13, 5)] as [(UInt64, Int)])
  func agreesWithAList(_ seed: UInt64, _ concurrency: Int) async throws {
    var model = ArchiveModel(seed: seed)
    let archive = try await model.build()
    let search = Search(archive, concurrency: concurrency)
    var found = 0
    for round in 0..<16 {
      let question = model.question()
      let query = try question.query
      let expected = model.answer(question)
      let note = "seed \(seed), round \(round): \(question)"
      let (texts, report) = try await search.found(query)
      #expect(texts == expected.map(\.text), "\(note)")
      #expect(report.isWhole && report.records == expected.count, "\(note)")
      #expect(try await search.count(query).records == expected.count, "\(note)")
      let keys = model.countKeys(round)
      let rows = try await search.counts(query, by: keys).rows
      let counts = ExpectedRow.rows(expected, by: keys[...])
      #expect(rows.map { ExpectedRow(values: $0.values, count: $0.count) } == counts, "\(note)")
      found += expected.count
    }
    #expect(found > 500)
  }
}

/// What a test searches for, in a form that both sides can read.
private struct Question {
  var text: String?
  var filter = ActivityFilter()
  var allVersions = false

  var query: SearchQuery {
    get throws {
      SearchQuery(
        pattern: try text.map { try Pattern($0) }, filter: filter, allVersions: allVersions)
    }
  }
}

/// A row of counts, told level by level.
private struct ExpectedRow: Equatable {
  var values: [String?]
  let count: Int

  static func rows(_ activities: [SampleActivity], by keys: ArraySlice<CountKey>) -> [ExpectedRow] {
    guard let key = keys.first else { return [ExpectedRow(values: [], count: activities.count)] }
    let groups = Dictionary(grouping: activities) { $0.value(of: key) }.sorted { left, right in
      let isByTime = key == .day || key == .month
      let counts = isByTime ? (0, 0) : (left.value.count, right.value.count)
      return (counts.1, left.key ?? "") < (counts.0, right.key ?? "")
    }
    return groups.flatMap { value, activities in
      rows(activities, by: keys.dropFirst()).map {
        ExpectedRow(values: [value] + $0.values, count: $0.count)
      }
    }
  }
}

private struct ArchiveModel {
  private var random: SeededGenerator
  /// The forms of each activity in the order in which they were committed, with their commits.
  private var forms: [Identifier: [SampleActivity]] = [:]
  private let folder: SearchArchive?
  /// One activity in so many is written with escapes.
  private let escapes: Int

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    escapes = Int.random(in: 2...100, using: &random)
    folder = try? SearchArchive()
  }

  /// Four days in five commits whose parts overlap, some of them with amendments.
  mutating func build() async throws -> Archive {
    let folder = try #require(folder)
    var number = 0
    for commit in 0..<5 {
      var activities: [SampleActivity] = []
      for day in 0..<4 where Int.random(in: 0..<4, using: &random) > 0 {
        for _ in 0..<Int.random(in: 30...(commit == 1 ? 1_100 : 90), using: &random) {
          number += 1
          activities.append(activity(number, day))
        }
      }
      let held = forms.values.compactMap(\.last).sorted { $0.key < $1.key }
      var amendments: [SampleActivity] = []
      for var form in held where Int.random(in: 0..<15, using: &random) == 0 {
        form.category = pick(["INTERESTED", "NOT_NOW", "OTHER"])
        if Int.random(in: 0..<4, using: &random) == 0 { form.person = person() }
        amendments.append(form)
      }
      try await folder.commit(activities, amendments: amendments)
      for form in activities + amendments { forms[form.id, default: []].append(form) }
    }
    return await folder.writer.archive
  }

  private mutating func activity(_ number: Int, _ day: Int) -> SampleActivity {
    // Few distinct seconds, so that many activities share an instant.
    let seconds = Int.random(in: 0..<400, using: &random) * 200
    var activity = SampleActivity(number * 7_919 % 100_003, day: day, seconds: seconds)
    activity.type = pick(EventType.allCases).rawValue
    activity.person = person()
    activity.sequence = SampleActivity.identifier(2_000 + Int.random(in: 0..<300, using: &random))
    activity.template = SampleActivity.identifier(3_000 + Int.random(in: 0..<3, using: &random))
    activity.resource = pick(ResourceType.allCases).rawValue
    activity.channel = pick(Channel.allCases).rawValue
    if activity.type == EventType.messageReplied.rawValue { activity.category = pick(["A", "É"]) }
    activity.isEscaped = Int.random(in: 0..<escapes, using: &random) == 0
    return activity
  }

  private mutating func person() -> Identifier {
    SampleActivity.identifier(1_000 + Int.random(in: 0..<200, using: &random))
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  mutating func question() -> Question {
    var question = Question()
    if Bool.random(using: &random) {
      question.text = pick([
        "INTERESTED", "message\\.(sent|opened)", "[0-9]5:00Z", "\"EMAIL\"", "NOT_.*\\}$", "x", "",
      ])
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: question.filter.personID = person()
    case 1: question.filter.sequenceID = SampleActivity.identifier(2_007)
    case 2: question.filter.sequenceTemplateID = SampleActivity.identifier(3_001)
    case 3: question.filter.channel = "LINKEDIN"
    case 4: question.filter.eventType = pick(["CREATED", "REPLIED", "NOTHING"])
    case 5: question.filter.types = ["message.sent", "task.created", "no.such"]
    case 6: question.filter.resourceType = "TASK"
    default: break
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      question.filter.after = SampleActivity.day(0).start + .seconds(20_000)
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      question.filter.before = SampleActivity.day(2).start + .seconds(20_000)
    }
    question.allVersions = Int.random(in: 0..<3, using: &random) == 0
    return question
  }

  /// Each key in its turn, alone and with others.
  mutating func countKeys(_ round: Int) -> [CountKey] {
    let key = CountKey.allCases[round % CountKey.allCases.count]
    let others = CountKey.allCases.filter { $0 != key }.shuffled(using: &random)
    return [key] + others.prefix(round % 3)
  }

  func answer(_ question: Question) -> [SampleActivity] {
    let oracle = question.text.flatMap { try? NSRegularExpression(pattern: $0) }
    let held = forms.values.flatMap { forms in
      question.allVersions
        ? Array(forms.enumerated()) : [(forms.count - 1, forms[forms.count - 1])]
    }
    return held.filter { _, form in
      let all = NSRange(location: 0, length: form.text.utf16.count)
      return form.matches(question.filter)
        && (oracle.map { $0.firstMatch(in: form.text, range: all) != nil } ?? true)
    }.sorted { left, right in
      (left.1.instant, left.1.id.description, left.0)
        < (right.1.instant, right.1.id.description, right.0)
    }.map(\.1)
  }
}

extension SampleActivity {
  /// Whether the filter matches, from what the record was made of.
  fileprivate func matches(_ filter: ActivityFilter) -> Bool {
    let action = type.split(separator: ".").last.map { $0.uppercased() }
    return (filter.personID ?? person) == person && (filter.sequenceID ?? sequence) == sequence
      && (filter.sequenceTemplateID ?? template) == template
      && (filter.resourceType ?? resource) == resource && (filter.channel ?? channel) == channel
      && (filter.eventType ?? action) == action
      && (filter.types.isEmpty || filter.types.contains(type))
      && (filter.after.map { instant > $0 } ?? true)
      && (filter.before.map { instant < $0 } ?? true)
  }

  fileprivate func value(of key: CountKey) -> String? {
    switch key {
    case .type: type
    case .eventType: type.split(separator: ".").last.map { $0.uppercased() }
    case .channel: channel
    case .resourceType: resource
    case .day: String("\(instant)".prefix(10))
    case .month: String("\(instant)".prefix(7))
    case .personID: "\(person)"
    case .sequenceID: "\(sequence)"
    case .sequenceTemplateID: "\(template)"
    case .replyCategory: category
    }
  }
}
