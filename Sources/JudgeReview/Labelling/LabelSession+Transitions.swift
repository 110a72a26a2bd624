import JudgeJSON
import JudgeRecords

/// The transitions of the state machine: commands of the reviewer, and events of the store.
extension LabelSession {
  /// The maximum time in seconds that counts as work on one trace.
  ///
  /// After a longer time, the reviewer is assumed to have been away.
  static let longestPace = 600.0

  /// Starts the session: loads the first trace.
  ///
  /// - Returns: the effects to carry out.
  public mutating func start() -> [Effect] {
    if let first = items.first, unfinished.contains(first) { return show(0) }
    return moveOn(from: -1)
  }

  /// Removes the notice after the reviewer has done something else.
  public mutating func clearNotice() { notice = nil }

  // MARK: Commands

  /// Performs a command of the reviewer.
  ///
  /// - Parameter command: the command.
  /// - Returns: the effects to carry out.
  public mutating func perform(_ command: Command) -> [Effect] {
    guard pending == nil else { return [] }
    if case .draft(let text) = command { return keep(text) }
    if case .detail(let details) = command { return keep(details) }
    let askedForReason = asksForReason
    asksForReason = false
    notice = nil
    switch command {
    case .answer(let value, let rationale): return answer(value, rationale)
    case .rationale(let text): return explain(text)
    case .draft, .detail, .postpone: return []
    case .skip(let reason): return skip(reason)
    case .flag(let note): return flag(note)
    case .undo: return undo()
    case .search(let text): return search(text)
    case .next: return step(1)
    case .previous: return step(-1)
    case .open(let item): return open(item)
    case .advance: return (askedForReason ? keep("") : []) + moveOn()
    case .quit: return [.quit]
    }
  }

  private mutating func answer(_ value: JSONValue, _ rationale: String?) -> [Effect] {
    guard let item = current, card?.item == item else { return nothing(.noTrace) }
    let before = given[item]
    // The reason for one value is not a reason for another.
    let typed = rationale ?? drafts[item] ?? (before?.value == value ? before?.rationale : nil)
    let text = typed.flatMap { $0.isEmpty ? nil : $0 }
    let added = details[item] ?? (before?.value == value ? before?.details : nil) ?? LabelDetails()
    if let before, before.value == value, before.rationale == text, before.details == added {
      return (drafts[item] == nil ? [] : keep("")) + dropDetails(of: item) + moveOn()
    }
    // A reviewer who has seen other opinions is no longer blind, even after an undo.
    let hasSeen =
      item.repeatIndex == nil && (revealed[item] != nil || card?.wasRevealed ?? false)
    let isSameValue = before?.value == value
    let new = NewAnswer(
      item: item, value: value, rationale: text, details: added, seen: card?.trace.shown,
      isAfterReveal: hasSeen && !isSameValue,
      isRationaleAfterReveal: hasSeen && isSameValue)
    pending = .store(new)
    return [.store(new)]
  }

  private mutating func explain(_ text: String) -> [Effect] {
    guard let item = current else { return nothing(.noTrace) }
    let effects = keep(text)
    // The draft stays if the label cannot be stored.
    if let before = given[item] { return effects + answer(before.value, text) }
    notice = text.isEmpty ? .reasonRemoved : .reasonKept
    return effects
  }

  private mutating func keep(_ text: String) -> [Effect] {
    guard let item = current else { return [] }
    drafts[item] = text.isEmpty ? nil : text
    return [.keepDraft(item, drafts[item])]
  }

  private mutating func keep(_ added: LabelDetails) -> [Effect] {
    guard let item = current else { return [] }
    details[item] = added == given[item]?.details ?? LabelDetails() ? nil : added
    return [.keepDetails(item, details[item])]
  }

  private mutating func dropDetails(of item: LabelItem) -> [Effect] {
    details.removeValue(forKey: item) == nil ? [] : [.keepDetails(item, nil)]
  }

  private mutating func skip(_ reason: String) -> [Effect] {
    guard let item = current else { return nothing(.noTrace) }
    guard given[item] == nil else { return nothing(.alreadyLabelled) }
    pending = .skip(item)
    return [.skip(item, reason)]
  }

  private mutating func flag(_ note: String) -> [Effect] {
    guard let item = current else { return nothing(.noTrace) }
    let before = flags[item.traceID]
    let new = before == nil || !note.isEmpty ? note : nil
    pending = .flag(item, new, before: before)
    return [.flag(item, new)]
  }

  private mutating func undo() -> [Effect] {
    guard let step = steps.last else { return nothing(.nothingToUndo) }
    pending = .undo(step)
    switch step {
    case .label(let item, let given, _):
      return [.takeBack(item, assessmentID: given.assessmentID)]
    case .skip(let item): return [.skip(item, nil)]
    case .flag(let item, let before): return [.flag(item, before)]
    }
  }

  private mutating func search(_ text: String) -> [Effect] {
    guard !text.isEmpty else {
      filter = nil
      notice = .searchEnded
      return position == nil ? moveOn(from: -1) : []
    }
    pending = .search
    return [.search(text)]
  }

  private mutating func step(_ delta: Int) -> [Effect] {
    var next = (position ?? items.count) + delta
    while items.indices.contains(next), !isReachable(items[next]) { next += delta }
    guard items.indices.contains(next) else { return nothing(delta < 0 ? .isFirst : .isLast) }
    return show(next)
  }

  private mutating func open(_ item: LabelItem) -> [Effect] {
    guard let index = items.firstIndex(of: item), canBeShown(item) else { return nothing(.noTrace) }
    return index == position ? [] : show(index)
  }

  /// Returns whether an item has, or can have, a label.
  private func canBeShown(_ item: LabelItem) -> Bool {
    isOpen(item) || given[item] != nil || skipped.contains(item)
  }

  /// Returns whether an item matches the search and has, or can have, a label.
  private func isReachable(_ item: LabelItem) -> Bool {
    if let filter, !filter.contains(item.traceID) { return false }
    return canBeShown(item)
  }

  /// Goes to the next trace that waits for a label; after the last one, it starts again.
  ///
  /// If only the current trace waits, the session stays with it.
  private mutating func moveOn(from start: Int? = nil) -> [Effect] {
    let start = start ?? position ?? -1
    let after = items.indices.dropFirst(start + 1)
    let before = items.indices.prefix(max(0, start + 1))
    for index in [after, before].joined()
    where isOpen(items[index]) && filter?.contains(items[index].traceID) ?? true {
      return show(index)
    }
    if filter != nil, left > 0 {
      filter = nil
      notice = .searchExhausted
      return moveOn(from: start)
    }
    position = nil
    card = nil
    asksForReason = false
    return []
  }

  private mutating func show(_ index: Int) -> [Effect] {
    position = index
    card = nil
    asksForReason = false
    return [.load(items[index])]
  }

  private mutating func nothing(_ notice: Notice) -> [Effect] {
    self.notice = notice
    return []
  }

  // MARK: Events

  /// Handles the result of an effect.
  ///
  /// - Parameters:
  ///   - event: the result.
  ///   - seconds: the time in seconds on a monotonic clock.
  /// - Returns: the effects to carry out next.
  public mutating func handle(_ event: Event, at seconds: Double) -> [Effect] {
    switch event {
    case .loaded(let card): loaded(card, at: seconds)
    case .missing(let item): return missing(item)
    case .stored(let id, let reveal): return stored(id, reveal, at: seconds)
    case .changed: return changed()
    case .found(let traces): return found(traces)
    case .failed(let text):
      pending = nil
      notice = .failed(text)
    }
    return []
  }

  private mutating func loaded(_ card: LabelCard, at seconds: Double) {
    guard card.item == current else { return }
    self.card = card
    if let flag = card.flag { flags[card.item.traceID] = flag }
    shownAt = seconds
    // A draft for a stored label: the last session ended while its reason was being typed.
    asksForReason = drafts[card.item] != nil && given[card.item] != nil
  }

  private mutating func missing(_ item: LabelItem) -> [Effect] {
    guard let index = items.firstIndex(of: item) else { return [] }
    notice = .missing(traceID: item.traceID)
    items.remove(at: index)
    repeats.removeAll { $0 == item }
    given[item] = nil
    skipped.remove(item)
    return moveOn(from: index - 1)
  }

  private mutating func stored(
    _ id: String, _ reveal: LabelReveal?, at seconds: Double
  ) -> [Effect] {
    guard case .store(let answer) = pending else { return [] }
    pending = nil
    let before = given[answer.item]
    let new = Given(
      assessmentID: id, value: answer.value, rationale: answer.rationale, details: answer.details)
    given[answer.item] = new
    skipped.remove(answer.item)
    steps.append(.label(answer.item, given: new, before: before))
    drafts[answer.item] = nil
    last = answer.item
    if before == nil, let shownAt, seconds - shownAt <= Self.longestPace {
      paces.append(max(0, seconds - shownAt))
    }
    let effects = [Effect.keepDraft(answer.item, nil)] + dropDetails(of: answer.item)
    guard setup.reveals, let reveal else { return effects + goOn() }
    let isFirst = revealed.updateValue(reveal, forKey: answer.item) == nil
    if isFirst, answer.rationale == nil, reveal.judgeDiffers(from: answer.value) {
      asksForReason = true
      return effects
    }
    return effects + goOn()
  }

  private mutating func goOn() -> [Effect] { setup.advances ? moveOn() : [] }

  private mutating func changed() -> [Effect] {
    defer { pending = nil }
    switch pending {
    case .skip(let item):
      skipped.insert(item)
      steps.append(.skip(item))
      last = nil
      return moveOn()
    case .flag(let item, let new, let before):
      setFlag(item, new, before: before)
      steps.append(.flag(item, before: before))
      notice = new == nil ? .flagRemoved : .flagged
      return []
    case .undo(let step):
      steps.removeLast()
      undone += 1
      return undo(step)
    case .store, .search, nil: return []
    }
  }

  private mutating func undo(_ step: Step) -> [Effect] {
    var effects: [Effect] = []
    let item: LabelItem
    switch step {
    case .label(let labelled, let old, let before):
      item = labelled
      given[item] = before
      // The reason is kept although the label is taken back.
      if before == nil, let text = old.rationale {
        drafts[item] = text
        effects.append(.keepDraft(item, text))
      }
      if before == nil, !old.details.isEmpty {
        details[item] = old.details
        effects.append(.keepDetails(item, old.details))
      }
      if last == item { last = nil }
      notice =
        before == nil ? .takenBack(keepsReason: old.rationale != nil) : .earlierLabelRestored
    case .skip(let put):
      item = put
      skipped.remove(item)
      notice = .skipUndone
    case .flag(let marked, let before):
      item = marked
      setFlag(item, before, before: flags[item.traceID])
      notice = before == nil ? .flagRemoved : .flagRestored
    }
    guard let index = items.firstIndex(of: item), index != position else { return effects }
    return effects + show(index)
  }

  private mutating func setFlag(_ item: LabelItem, _ new: String?, before: String?) {
    flags[item.traceID] = new
    flagged += (new == nil ? 0 : 1) - (before == nil ? 0 : 1)
  }

  private mutating func found(_ traces: [String]) -> [Effect] {
    pending = nil
    let matching = Set(traces)
    let open = items.count { isOpen($0) && matching.contains($0.traceID) }
    guard open > 0 else { return nothing(.noMatch) }
    filter = matching
    notice = .matches(open)
    if let current, matching.contains(current.traceID) { return [] }
    return moveOn()
  }
}
