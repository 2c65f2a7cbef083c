import Activities
import Synchronization

/// Changes while somebody reads: each is seen by every later page, count and record.
extension SyntheticWorkspace {
  /// What has changed since the workspace was made, in order.
  public var history: [WorkspaceChange] { overlay.withLock { $0.history } }

  /// The activities that were deleted and not restored, ascending.
  public var deletedIdentifiers: [Identifier] { overlay.withLock { $0.deleted.keys.sorted() } }

  /// Adds an activity with an id of its own, as one that arrives late.
  @discardableResult
  public func insert(_ type: EventType = .messageOpened, at instant: Instant) -> Identifier {
    overlay.withLock { overlay in
      let ordinal = overlay.nextOrdinal()
      // Counted down from the end, where no enrollment of a timeline gets.
      let key = ActivityKey(
        time: instant.microseconds, enrollment: .max - UInt32(truncatingIfNeeded: ordinal),
        step: 0, subject: 1, kind: ActivityKind(type), channel: .email)
      let id = writer.identifier(of: key)
      overlay.add(
        AddedActivity(
          instant: key.instant, id: id, record: writer.record(of: key),
          origin: .init(
            key: key, replyCategory: key.isReply ? writer.replyCategory(of: key) : nil),
          ordinal: ordinal))
      overlay.history.append(.inserted(id, at: key.instant))
      return id
    }
  }

  /// Adds an item of any bytes, which need not even be JSON; it sorts at `instant`.
  ///
  /// It can be got by its id, and matches filters, only as far as it can be read.
  public func insert(item: [UInt8], at instant: Instant) {
    var reader = RecordReader()
    let id = (try? reader.read(item.span.bytes))?.id
    overlay.withLock { overlay in
      let ordinal = overlay.nextOrdinal()
      overlay.add(AddedActivity(instant: instant, id: id, record: item, ordinal: ordinal))
      overlay.history.append(.inserted(id, at: instant))
    }
  }

  /// Hides an activity until it is restored; false if there is none with this id.
  @discardableResult
  public func delete(_ id: Identifier) -> Bool {
    overlay.withLock { overlay in
      if let added = overlay.remove(id) {
        overlay.deleted[id] = .added(added)
        overlay.history.append(.deleted(id))
        return true
      }
      guard let position = position(of: id), !overlay.isHidden(position) else { return false }
      overlay.hide(position)
      overlay.deleted[id] = .position(position)
      overlay.history.append(.deleted(id))
      return true
    }
  }

  /// Shows a deleted activity again, as it was; false if it was not deleted.
  @discardableResult
  public func restore(_ id: Identifier) -> Bool {
    overlay.withLock { overlay in
      switch overlay.deleted.removeValue(forKey: id) {
      case .added(let added): overlay.add(added)
      case .position(let position): overlay.show(position)
      case nil: return false
      }
      overlay.history.append(.restored(id))
      return true
    }
  }

  /// Fills in, changes or empties a reply's category; false unless the id is a visible reply's.
  @discardableResult
  public func setReplyCategory(_ category: String?, of id: Identifier) -> Bool {
    change(id, .categorised(id, category)) { activity in
      guard var origin = activity.origin, origin.key.isReply else { return false }
      origin.replyCategory = category
      activity.origin = origin
      activity.record = writer.record(of: origin.key, replyCategory: category)
      return true
    }
  }

  /// Gives an activity another `created_at`; false if there is none with this id to write again.
  @discardableResult
  public func redate(_ id: Identifier, to instant: Instant) -> Bool {
    change(id, .redated(id, to: instant)) { activity in
      guard var origin = activity.origin else { return false }
      origin.key.time = instant.microseconds
      activity.origin = origin
      activity.instant = origin.key.instant
      activity.record = writer.record(of: origin.key, replyCategory: origin.replyCategory)
      return true
    }
  }

  /// Gives an activity other bytes and leaves it where it is; false if there is none with this id.
  ///
  /// The new bytes should keep the id, unless a malformed item is wanted.
  @discardableResult
  public func replaceRecord(of id: Identifier, with record: [UInt8]) -> Bool {
    change(id, .replaced(id)) { activity in
      activity.record = record
      activity.origin = nil
      return true
    }
  }

  private func change(
    _ id: Identifier, _ change: WorkspaceChange, _ body: (inout AddedActivity) -> Bool
  ) -> Bool {
    overlay.withLock { overlay in
      if var activity = overlay.added(id) {
        guard body(&activity) else { return false }
        _ = overlay.remove(id)
        overlay.add(activity)
        overlay.history.append(change)
        return true
      }
      guard let position = position(of: id), !overlay.isHidden(position) else { return false }
      let key = timeline.keys[position]
      let category = key.isReply ? writer.replyCategory(of: key) : nil
      var activity = AddedActivity(
        instant: key.instant, id: id, record: writer.record(of: key),
        origin: .init(key: key, replyCategory: category), ordinal: overlay.nextOrdinal())
      guard body(&activity) else { return false }
      overlay.hide(position)
      overlay.add(activity)
      overlay.history.append(change)
      return true
    }
  }
}
