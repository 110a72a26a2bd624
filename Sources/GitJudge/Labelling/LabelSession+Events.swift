extension LabelSession {
  /// The longest that a reviewer is thought to look at one trace, in seconds; beyond they were away.
  static let longestPace = 600.0

  /// Takes the result of an effect.
  ///
  /// - Parameters:
  ///   - event: what came.
  ///   - seconds: the time on a clock that only goes forward.
  /// - Returns: what is to be done next.
  public mutating func handle(_ event: Event, at seconds: Double) -> [Effect] {
    switch event {
    case .loaded(let card):
      guard card.item == current else { return [] }
      self.card = card
      if let flag = card.flag { flags[card.item.traceID] = flag }
      shownAt = seconds
      // A reason for a label that is stored was being typed when the last session ended.
      if let text = drafts[card.item], given[card.item] != nil { mode = .typing(.why, text) }
      return []
    case .missing(let item):
      guard let index = items.firstIndex(of: item) else { return [] }
      message = "\(item.traceID) is no longer there"
      items.remove(at: index)
      repeats.removeAll { $0 == item }
      given[item] = nil
      skipped.remove(item)
      return moveOn(from: index - 1)
    case .stored(let id, let reveal): return stored(id, reveal, at: seconds)
    case .changed: return changed()
    case .found(let traces): return found(traces)
    case .failed(let text):
      pending = nil
      message = text
      return []
    }
  }

  private mutating func stored(
    _ id: String, _ reveal: LabelReveal?, at seconds: Double
  ) -> [Effect] {
    guard case .store(let answer) = pending else { return [] }
    pending = nil
    let before = given[answer.item]
    let new = Given(assessmentID: id, value: answer.value, rationale: answer.rationale)
    given[answer.item] = new
    skipped.remove(answer.item)
    steps.append(.label(answer.item, given: new, before: before))
    drafts[answer.item] = nil
    last = answer.item
    if before == nil, let shownAt, seconds - shownAt <= Self.longestPace {
      paces.append(max(0, seconds - shownAt))
    }
    let effects = [Effect.keepDraft(answer.item, nil)]
    guard setup.reveals, let reveal else { return effects + moveOn() }
    let isFirst = revealed.updateValue(reveal, forKey: answer.item) == nil
    if isFirst, answer.rationale == nil, reveal.judgeDiffers(from: answer.value) {
      mode = .typing(.why, "")
      return effects
    }
    return effects + moveOn()
  }

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
      message = new == nil ? "the flag is gone" : "flagged: the team sees it after a sync"
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
      // What was typed is not lost with the label.
      if before == nil, let text = old.rationale {
        drafts[item] = text
        effects.append(.keepDraft(item, text))
      }
      if last == item { last = nil }
      message =
        before != nil
        ? "your earlier label counts again"
        : old.rationale == nil
          ? "your label is taken back"
          : "your label is taken back; its reason is kept for the next one, r changes it"
    case .skip(let put):
      item = put
      skipped.remove(item)
      message = "it is in your queue again"
    case .flag(let marked, let before):
      item = marked
      setFlag(item, before, before: flags[item.traceID])
      message = before == nil ? "the flag is gone" : "the flag is back"
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
    let open = items.filter { isOpen($0) && matching.contains($0.traceID) }
    guard !open.isEmpty else {
      message = "nothing that is left to label holds that"
      return []
    }
    filter = matching
    message = "\(open.count) of what is left match; an empty search ends this"
    if let current, matching.contains(current.traceID) { return [] }
    return moveOn()
  }
}
