import JudgeJSON
import JudgeRecords
public import JudgeReview

/// A store made of dictionaries, which carries out the effects of a labelling session.
public struct FakeDesk {
  /// The labels in force, by item.
  public var stored: [LabelItem: LabelSession.NewAnswer] = [:]
  /// The reasons of skipped traces.
  public var skips: [String: String] = [:]
  /// The notes of flagged traces.
  public var flags: [String: String] = [:]
  /// The texts that are kept.
  public var drafts: [LabelItem: String] = [:]
  /// Other opinions, by trace.
  public var reveals: [String: LabelReveal] = [:]
  /// The traces that a search finds, by its text.
  public var texts: [String: [String]] = [:]
  /// Traces that have vanished.
  public var missing: Set<String> = []
  /// Whether the session has ended.
  public var hasEnded = false
  /// Whether the store refuses everything.
  public var isBroken = false
  private var chain: [String: (LabelItem, LabelSession.NewAnswer?)] = [:]
  private var number = 0

  /// An empty store.
  public init() {}

  /// Carries out an effect.
  public mutating func carryOut(_ effect: LabelSession.Effect) -> LabelSession.Event? {
    switch effect {
    case .keepDraft(let item, let text):
      drafts[item] = text
      return nil
    case .quit:
      hasEnded = true
      return nil
    default: return isBroken ? .failed("the disk is full") : outcome(effect)
    }
  }

  private mutating func outcome(_ effect: LabelSession.Effect) -> LabelSession.Event? {
    switch effect {
    case .load(let item):
      if missing.contains(item.traceID) { return .missing(item) }
      let trace = Trace(id: item.traceID, inputs: ["q": "?"], outputs: ["a": "!"])
      return .loaded(LabelCard(item: item, trace: trace, flag: flags[item.traceID]))
    case .store(let answer):
      number += 1
      chain["a-\(number)"] = (answer.item, stored[answer.item])
      stored[answer.item] = answer
      return .stored(assessmentID: "a-\(number)", reveals[answer.item.traceID])
    case .takeBack(_, let id):
      guard let (item, before) = chain[id] else { return .failed("no such label") }
      stored[item] = before
      return .changed
    case .skip(let item, let reason):
      skips[item.traceID] = reason
      return .changed
    case .flag(let item, let note):
      flags[item.traceID] = note
      return .changed
    case .search(let text): return .found(texts[text] ?? [])
    case .keepDraft, .keepDetails, .quit: return nil
    }
  }
}
