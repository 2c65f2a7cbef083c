import Activities

/// What happens to one contact in one sequence, from enrollment to the end.
struct EnrollmentLife {
  struct Step {
    /// Microseconds since 1970.
    var time: Int64
    var type: EventType
    var channel: ActivityChannel
    var subject: UInt8
  }

  /// Why a sequence stopped, as the `subject` of its `sequence.stopped`.
  enum StopReason: UInt8, CaseIterable {
    case replied, bounced, failed, manual, unknown
  }

  private let calendar: WorkCalendar
  private var random: SeededGenerator
  private var steps: [Step] = []
  private var hasStopped = false

  private init(calendar: WorkCalendar, random: SeededGenerator) {
    self.calendar = calendar
    self.random = random
  }

  /// The steps of enrollment `number`: always the same ones, causes before effects. Those that the
  /// workspace does not live to see are left out, but the others keep their places.
  static func steps(
    of number: UInt32, in calendar: WorkCalendar, hash: SeededHash
  ) -> [(place: UInt8, step: Step)] {
    var life = EnrollmentLife(
      calendar: calendar, random: SeededGenerator(seed: hash.value(.life, UInt64(number))))
    life.live()
    return zip(UInt8(0)..., life.steps).filter { $0.1.time < calendar.until }
      .map { (place: $0.0, step: $0.1) }
  }

  private mutating func live() {
    let channel: ActivityChannel = random.chance(0.65) ? .email : .linkedIn
    var now = calendar.start(&random)
    add(.sequenceCreated, channel, now, 0)
    for number in 1...UInt8(3 + random.below(4)) {
      let due = calendar.after(now, hours: number == 1 ? 0.1 : 30, number == 1 ? 8 : 100, &random)
      now = calendar.atWork(notBefore: due, &random)
      if random.chance(0.14) {
        task(number, now)
      } else if channel == .linkedIn && number == 1 {
        invitation(number, now)
      } else {
        message(number, channel, now)
      }
      if hasStopped { return }
      if random.chance(0.05) { now = pause(after: number, channel, now) }
      if random.chance(0.01) {
        stop(random.chance(0.5) ? .manual : .unknown, channel, now)
        return
      }
    }
    add(.sequenceCompleted, channel, calendar.after(now, hours: 24, 72, &random), 0)
  }

  private mutating func message(_ number: UInt8, _ channel: ActivityChannel, _ sent: Int64) {
    add(.messageSent, channel, sent, number)
    if random.chance(0.02) {
      let failed = calendar.after(sent, hours: 0.01, 1, &random)
      return stop(channel == .email ? .bounced : .failed, channel, failed)
    }
    var seen = sent
    if channel == .email, random.chance(0.52) {
      for _ in 0...random.below(3) {
        seen = calendar.after(seen, hours: 0.05, 20, &random)
        add(.messageOpened, channel, seen, number)
      }
      if random.chance(0.2) {
        seen = calendar.after(seen, hours: 0.002, 0.1, &random)
        add(.messageLinkClicked, channel, seen, number)
      }
    }
    if random.chance(channel == .email ? 0.06 : 0.1) {
      reply(number, channel, calendar.after(seen, hours: 0.05, 24, &random))
    }
  }

  private mutating func reply(_ number: UInt8, _ channel: ActivityChannel, _ time: Int64) {
    add(.messageReplied, channel, time, number)
    if random.chance(0.45) {
      let noticed = calendar.after(time, hours: 0.01, 0.2, &random)
      add(.hotLeadCreated, channel, noticed, number)
      if random.chance(0.4) {
        let booked = calendar.after(noticed, hours: 1, 72, &random)
        add(.meetingCreated, channel, booked, number)
      }
    }
    stop(.replied, channel, calendar.after(time, hours: 0.001, 0.02, &random))
  }

  private mutating func invitation(_ number: UInt8, _ time: Int64) {
    add(.invitationSent, .linkedIn, time, number)
    if random.chance(0.38) {
      add(.invitationAccepted, .linkedIn, calendar.after(time, hours: 0.2, 90, &random), number)
    }
  }

  private mutating func task(_ number: UInt8, _ time: Int64) {
    add(.taskCreated, .manual, time, number)
    let due = calendar.after(time, hours: 0.5, 48, &random)
    if random.chance(0.7) {
      add(.taskCompleted, .manual, due, number)
    } else if random.chance(0.6) {
      add(.taskSkipped, .manual, due, number)
    }
  }

  /// The time at which the sequence goes on.
  private mutating func pause(
    after number: UInt8, _ channel: ActivityChannel, _ time: Int64
  ) -> Int64 {
    let paused = calendar.after(time, hours: 0.1, 24, &random)
    add(.sequencePaused, channel, paused, number)
    let resumed = calendar.after(paused, hours: 20, 120, &random)
    add(.sequenceResumed, channel, resumed, number)
    return resumed
  }

  private mutating func stop(_ reason: StopReason, _ channel: ActivityChannel, _ time: Int64) {
    add(.sequenceStopped, channel, time, reason.rawValue)
    hasStopped = true
  }

  private mutating func add(
    _ type: EventType, _ channel: ActivityChannel, _ time: Int64, _ subject: UInt8
  ) {
    let rounded = time / calendar.unit * calendar.unit
    steps.append(Step(time: rounded, type: type, channel: channel, subject: subject))
  }
}
