import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing
import TestSupport

/// A form of an activity as a test makes it up, some of it as no API should send it.
struct PagedForm {
  var activity: SampleActivity
  /// The person as the record spells it, which may be no UUID.
  var person: String
  /// Nil for a record without one.
  var template: String?
  /// How the record spells the id and the time.
  var isStrange = false

  var key: RecordKey { activity.key }

  var text: String {
    var text = activity.text.replacing("\"\(activity.person)\"", with: "\"\(person)\"")
    if let template {
      text.replace("\"\(activity.template)\"", with: "\"\(template)\"")
    } else {
      text.replace("\"sequence_template_id\":\"\(activity.template)\",", with: "")
    }
    guard isStrange else { return text }
    text.replace("\"\(activity.id)\"", with: "\"\("\(activity.id)".uppercased())\"")
    return text.replacing(
      "\(activity.instant)\"", with: "\(activity.instant)".dropLast() + "+00:00\"")
  }

  /// Whether the filter matches, from what the record was made of.
  func matches(_ filter: ActivityFilter) -> Bool {
    let action = activity.type.split(separator: ".").last.map { $0.uppercased() }
    return (filter.personID.map { Identifier(person) == $0 } ?? true)
      && (filter.sequenceID ?? activity.sequence) == activity.sequence
      && (filter.sequenceTemplateID.map { template.flatMap { Identifier($0) } == $0 } ?? true)
      && (filter.resourceType ?? activity.resource) == activity.resource
      && (filter.channel ?? activity.channel) == activity.channel
      && (filter.eventType ?? action) == action
      && (filter.types.isEmpty || filter.types.contains(activity.type))
      && (filter.after.map { activity.instant > $0 } ?? true)
      && (filter.before.map { activity.instant < $0 } ?? true)
  }
}

/// A random archive that grows by commits, and a plain list of what it shows.
struct PagingModel {
  let folder: SearchArchive
  private(set) var redacted: Set<Identifier> = []
  private var random: SeededGenerator
  /// The forms of each activity in the order of commits.
  private var forms: [Identifier: [PagedForm]] = [:]
  private var number = 0
  private var commits = 0

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    folder = try SearchArchive()
  }

  /// What is shown, in order.
  private(set) var shown: [PagedForm] = []

  func shown(_ filter: ActivityFilter) -> [PagedForm] { shown.filter { $0.matches(filter) } }

  private mutating func update() {
    let latest = forms.filter { !redacted.contains($0.key) }.compactMap { $0.value.last }
    shown = latest.map { ($0.activity.instant, "\($0.activity.id)", $0) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  var ids: [Identifier] { forms.keys.sorted() }

  /// The latest form of an activity; nil if there is none or it was redacted.
  func latest(_ id: Identifier) -> String? {
    shown.first { $0.activity.id == id }?.text
  }

  /// Adds parts to some of four days, each between ten seconds and a day long.
  mutating func commit() async throws -> Archive {
    commits += 1
    var added: [PagedForm] = []
    for day in 0..<4 where commits == 2 || Int.random(in: 0..<3, using: &random) > 0 {
      let most = commits == 2 && day == 1 ? 2_300...2_600 : 20...130
      added += (0..<Int.random(in: most, using: &random)).map { _ in form(day: day) }
    }
    let held = shown
    var amended: [PagedForm] = []
    var moved: [PagedForm] = []
    var redated: [Identifier] = []
    for form in held {
      switch Int.random(in: 0..<400, using: &random) {
      case 0..<20: amended.append(changed(form))
      case 20..<24: amended.append(changed(form, day: dayOf(form)))
      case 24..<26:
        moved.append(changed(form, day: (dayOf(form) + 1) % 4))
        redated.append(form.activity.id)
      case 26:
        amended.append(changed(form, day: (dayOf(form) + 3) % 4))
        redated.append(form.activity.id)
      default: break
      }
    }
    let archive = try await folder.commit(
      records: records(added + moved), amendments: records(amended), walks: [try walk(redated)])
    for form in added + moved + amended { forms[form.activity.id, default: []].append(form) }
    update()
    return archive
  }

  /// Redacts some of the activities that are shown.
  mutating func redact() async throws -> Archive {
    let ids = shown.map(\.activity.id).shuffled(using: &random).prefix(40)
    redacted.formUnion(ids)
    update()
    return try await folder.redact(Set(ids))
  }

  /// A filter that finds something more often than not.
  mutating func filter() -> ActivityFilter {
    var filter = ActivityFilter()
    if Bool.random(using: &random) { setCriterion(&filter) }
    if Int.random(in: 0..<4, using: &random) == 0 { setCriterion(&filter) }
    if Bool.random(using: &random) { filter.after = bound() }
    if Bool.random(using: &random) { filter.before = bound() }
    return filter
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

  private mutating func setCriterion(_ filter: inout ActivityFilter) {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: filter.personID = SampleActivity.identifier(1_000 + number(0...40))
    case 1: filter.sequenceID = SampleActivity.identifier(2_000 + number(0...300))
    case 2: filter.sequenceTemplateID = SampleActivity.identifier(3_000 + number(0...3))
    case 3: filter.channel = pick(Channel.allCases).rawValue
    case 4: filter.resourceType = pick(ResourceType.allCases).rawValue
    case 5: filter.types = ["message.sent", "no.such"]
    case 6: filter.eventType = pick(["REPLIED", "SENT", "NOTHING"])
    default: filter.types = ["message.replied"]
    }
  }

  /// A midnight, or an instant at which something happened or nearly so.
  private mutating func bound() -> Instant {
    let form = shown.randomElement(using: &random)
    let instant = form?.activity.instant ?? SampleActivity.day(0).start
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return instant.day.start
    case 1: return instant + .nanoseconds(number(-1...1))
    default: return instant
    }
  }

  private mutating func form(day: Int) -> PagedForm {
    number += 1
    // Few distinct seconds, so that many activities share an instant, also over blocks.
    let seconds = Int.random(in: 0..<40, using: &random) * 2_000
    var activity = SampleActivity(number * 7_919 % 100_003, day: day, seconds: seconds)
    activity.type = pick(["message.sent", "message.replied", "task.created"])
    activity.sequence = SampleActivity.identifier(2_000 + number(0...300))
    activity.resource = pick(ResourceType.allCases).rawValue
    activity.channel = pick(Channel.allCases).rawValue
    let isNobody = Int.random(in: 0..<300, using: &random) == 0
    let hasTemplate = Int.random(in: 0..<20, using: &random) > 0
    return PagedForm(
      activity: activity,
      person: isNobody ? "nobody" : "\(SampleActivity.identifier(1_000 + number(0...40)))",
      template: hasTemplate ? "\(SampleActivity.identifier(3_000 + number(0...2)))" : nil,
      isStrange: Int.random(in: 0..<30, using: &random) == 0)
  }

  /// A later form; with a day at another time.
  private mutating func changed(_ form: PagedForm, day: Int? = nil) -> PagedForm {
    var form = form
    form.activity.category = "C\(commits)"
    form.activity.channel = pick(Channel.allCases).rawValue
    if number(0...3) == 0 { form.activity.type = pick(["message.sent", "message.replied"]) }
    if let day {
      form.activity.instant = SampleActivity.day(day).start + .seconds(number(0...39) * 2_000)
    }
    return form
  }

  private func dayOf(_ form: PagedForm) -> Int {
    form.activity.instant.day.number - SampleActivity.day(0).number
  }

  private func records(_ forms: [PagedForm]) -> [(key: RecordKey, record: [UInt8])] {
    forms.map { ($0.key, Array($0.text.utf8)) }
  }

  private func walk(_ redated: [Identifier]) throws -> WalkEntry {
    try #require(
      WalkEntry(
        window: Window(SampleActivity.day(0)), isComplete: true, reported: 0, received: 0, added: 0,
        amended: 0, quarantined: 0, redated: redated, startedAt: SampleActivity.day(9).start,
        endedAt: SampleActivity.day(9).start))
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
}

extension SearchArchive {
  /// Redacts every form of some activities.
  func redact(_ ids: Set<Identifier>) async throws -> Archive {
    let redaction = try #require(Redaction(at: SampleActivity.day(20).start, reason: "asked to"))
    let archive = await writer.archive
    let segments = try (archive.segments(of: .activities) + archive.segments(of: .amendments))
      .compactMap { try redacted($0, of: archive, ids, redaction) }
    try await writer.redact(segments, redaction)
    return await writer.archive
  }

  private func redacted(
    _ segment: Segment, of archive: Archive, _ ids: Set<Identifier>, _ redaction: Redaction
  ) throws -> RedactedSegment? {
    var copy = try SegmentWriter(segment.location.folder, in: writer.staging)
    var reader = RecordReader()
    var count = 0
    try archive.forEachRecord(in: segment) { line throws(StoreError) in
      if let redacted = segment.redactedRecord(line) { return try copy.append(redacted) }
      guard let fields = try? reader.read(line) else { return }
      guard ids.contains(fields.id) else { return try copy.append(line) }
      try copy.append(RedactedRecord(of: line, at: .activity(fields.key), redaction))
      count += 1
    }
    let staged = try copy.finish()
    return RedactedSegment(of: segment, staged[0], count: count)
  }
}
