public import JudgeJSON

extension LabelSession {
  /// What a reviewer can do.
  public enum Command: Hashable, Sendable {
    /// Labels the trace; without a rationale the one that was typed before holds.
    case answer(JSONValue, rationale: String?)
    /// Says why, before or after the label.
    case rationale(String)
    /// Puts the trace off.
    case skip(String)
    /// Flags the trace for the team; once more removes the flag.
    case flag(String)
    /// Undoes the last label, skip or flag.
    case undo
    /// Keeps to traces that hold a text; an empty text ends that.
    case search(String)
    /// Goes on without labelling.
    case next
    /// Goes back.
    case previous
    /// Explains the keys.
    case help
    /// Shows the rubric.
    case rubric
    /// Ends the session.
    case quit
  }

  /// Begins: loads the first trace.
  ///
  /// - Returns: what is to be done.
  public mutating func start() -> [Effect] {
    if let first = items.first, given[first] != nil { return show(0) }
    return moveOn(from: -1)
  }

  /// Does what a reviewer wants.
  ///
  /// - Parameter command: what.
  /// - Returns: what is to be done outside.
  public mutating func perform(_ command: Command) -> [Effect] {
    guard pending == nil else { return [] }
    message = nil
    switch command {
    case .answer(let value, let rationale): return answer(value, rationale)
    case .rationale(let text): return write(text)
    case .skip(let reason): return skip(reason)
    case .flag(let note): return flag(note)
    case .undo: return undo()
    case .search(let text): return search(text)
    case .next: return step(1)
    case .previous: return step(-1)
    case .help: mode = .help
    case .rubric: mode = .rubric
    case .quit: return [.quit]
    }
    return []
  }

  private mutating func answer(_ value: JSONValue, _ rationale: String?) -> [Effect] {
    guard let item = current, card?.item == item else { return nothing("no trace is shown") }
    let before = given[item]
    // The reason for one value is no reason for another.
    let typed = rationale ?? drafts[item] ?? (before?.value == value ? before?.rationale : nil)
    let text = typed.flatMap { $0.isEmpty ? nil : $0 }
    if let before, before.value == value, before.rationale == text { return moveOn() }
    // A reviewer who has seen others' labels is no longer blind, even after an undo.
    let hasSeen =
      item.repeatIndex == nil && (revealed[item] != nil || card?.wasRevealed ?? false)
    let isSameValue = before?.value == value
    let new = NewAnswer(
      item: item, value: value, rationale: text, seen: card?.trace.shown,
      isAfterReveal: hasSeen && !isSameValue,
      isRationaleAfterReveal: hasSeen && isSameValue)
    mode = .answering
    pending = .store(new)
    return [.store(new)]
  }

  private mutating func write(_ text: String) -> [Effect] {
    guard let item = current else { return nothing("no trace is shown") }
    mode = .answering
    drafts[item] = text.isEmpty ? nil : text
    if let before = given[item] { return answer(before.value, text) }
    message = text.isEmpty ? "no reason" : "the reason is kept for your label"
    return [.keepDraft(item, drafts[item])]
  }

  private mutating func skip(_ reason: String) -> [Effect] {
    mode = .answering
    guard let item = current else { return nothing("no trace is shown") }
    guard given[item] == nil else {
      return nothing("it is labelled; u takes the label back")
    }
    pending = .skip(item)
    return [.skip(item, reason)]
  }

  private mutating func flag(_ note: String) -> [Effect] {
    mode = .answering
    guard let item = current else { return nothing("no trace is shown") }
    let before = flags[item.traceID]
    let new = before == nil || !note.isEmpty ? note : nil
    pending = .flag(item, new, before: before)
    return [.flag(item, new)]
  }

  private mutating func undo() -> [Effect] {
    mode = .answering
    guard let step = steps.last else {
      if position == nil { mode = .done }
      return nothing("nothing to undo in this session")
    }
    pending = .undo(step)
    switch step {
    case .label(let item, let given, _):
      return [.takeBack(item, assessmentID: given.assessmentID)]
    case .skip(let item): return [.skip(item, nil)]
    case .flag(let item, let before): return [.flag(item, before)]
    }
  }

  private mutating func search(_ text: String) -> [Effect] {
    mode = .answering
    guard !text.isEmpty else {
      filter = nil
      message = "all traces again"
      return position == nil ? moveOn(from: -1) : []
    }
    pending = .search
    return [.search(text)]
  }

  private mutating func step(_ delta: Int) -> [Effect] {
    var next = (position ?? items.count) + delta
    // What the search leaves out, and what cannot be labelled yet, is passed over.
    while items.indices.contains(next), !isReachable(items[next]) { next += delta }
    guard items.indices.contains(next) else {
      return nothing(delta < 0 ? "this is the first" : "this is the last")
    }
    return show(next)
  }

  private func isReachable(_ item: LabelItem) -> Bool {
    if let filter, !filter.contains(item.traceID) { return false }
    return isOpen(item) || given[item] != nil || skipped.contains(item)
  }

  /// Goes to the next trace that waits for a label, from the beginning again after the last.
  mutating func moveOn(from start: Int? = nil) -> [Effect] {
    let start = start ?? position ?? -1
    let after = items.indices.dropFirst(start + 1)
    let before = items.indices.prefix(max(0, start))
    for index in [after, before].joined()
    where isOpen(items[index]) && filter?.contains(items[index].traceID) ?? true {
      return show(index)
    }
    if filter != nil, left > 0 {
      filter = nil
      message = "nothing else matches; all traces again"
      return moveOn(from: start)
    }
    position = nil
    card = nil
    mode = .done
    return []
  }

  mutating func show(_ index: Int) -> [Effect] {
    mode = .answering
    position = index
    scroll = 0
    card = nil
    return [.load(items[index])]
  }

  private mutating func nothing(_ text: String) -> [Effect] {
    message = text
    return []
  }
}
