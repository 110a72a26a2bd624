import JudgeIndex
import JudgeJSON
import JudgeRecords
public import JudgeReview
import JudgeWork

/// Connects a labelling session to the store.
///
/// It carries out the session's effects one after another.
public actor LabelDesk {
  /// The session before its first effect.
  public nonisolated let session: LabelSession
  /// Notes for the reviewer to read first.
  public nonisolated let notes: [String]
  /// The values that the instructions of a judge without declared values name.
  ///
  /// Empty if there are none, or if it has been decided whether reviewers choose among them.
  public nonisolated let named: [String]

  /// The name of the labels.
  nonisolated var name: String { asked.name }

  private let repository: JudgeRepository
  nonisolated let asked: ReviewService.Asked
  private let reviewer: String
  /// The source under which the reviewer's labels are listed, which may be another address.
  private let own: AssessmentSource
  nonisolated let rubric: ContentID?
  nonisolated let guideline: ContentID
  private let options: LabellingOptions
  private var drafts: LabelDrafts

  init(
    repository: JudgeRepository, asked: ReviewService.Asked, reviewer: String,
    own: AssessmentSource, rubric: ContentID?, guideline: ContentID, options: LabellingOptions,
    drafts: LabelDrafts,
    session: LabelSession,
    notes: [String], named: [String]
  ) {
    self.repository = repository
    self.asked = asked
    self.reviewer = reviewer
    self.own = own
    self.rubric = rubric
    self.guideline = guideline
    self.options = options
    self.drafts = drafts
    self.session = session
    self.notes = notes
    self.named = named
  }

  /// Carries out an effect of the session.
  ///
  /// - Parameter effect: the effect; a label or change is durable when this returns.
  /// - Returns: the event for the session, also for a failure. `nil` if the session does not wait
  ///   for one.
  public func carryOut(_ effect: LabelSession.Effect) async -> LabelSession.Event? {
    do {
      return try await outcome(of: effect)
    } catch {
      return .failed(JudgeFailure(wrapping: error).description)
    }
  }

  private func outcome(
    of effect: LabelSession.Effect
  ) async throws -> LabelSession.Event? {
    switch effect {
    case .load(let item): return try await load(item)
    case .store(let answer): return try await store(answer)
    case .takeBack(_, let id):
      _ = try await repository.labels.delete(id, as: reviewer)
      return .changed
    case .skip(let item, let reason): return try await mark(.skip, item, reason)
    case .flag(let item, let note): return try await mark(.flag, item, note)
    case .search(let text):
      return .found(try await repository.traces.ids(holding: text, in: asked.experiment))
    case .keepDraft(let item, let text):
      try drafts.set(text, for: item)
      return nil
    case .keepDetails, .quit: return nil
    }
  }

  private func load(_ item: LabelItem) async throws -> LabelSession.Event {
    guard let trace = try await repository.traces.whole(item.traceID) else { return .missing(item) }
    let own = trace.labels.filter { isOwn($0.assessment) }
    let wasRevealed = own.contains { label in
      ["before", "after-item"].contains(label.assessment.metadata["reveal"]?.stringValue)
    }
    let flag = trace.tags[LabelMark.Kind.flag.prefix(asked.name) + reviewer]?.stringValue
    return .loaded(
      LabelCard(
        item: item, trace: trace, flag: flag, wasRevealed: wasRevealed,
        opinions: options.isBlind ? nil : reveal(trace)))
  }

  private func store(
    _ answer: LabelSession.NewAnswer
  ) async throws -> LabelSession.Event {
    let item = answer.item
    guard let trace = try await repository.traces.whole(item.traceID) else { return .missing(item) }
    var label = Assessment(
      traceID: trace.id, name: asked.name, source: .human(reviewer),
      content: .feedback(answer.value), rationale: answer.rationale)
    label.repeatIndex = item.repeatIndex
    label.seen = answer.seen
    let reveal = options.isBlind && options.reveals ? reveal(trace) : nil
    label.metadata = metadata(of: answer, isRevealed: reveal != nil)
    return .stored(assessmentID: try await repository.labels.store(label, on: trace), reveal)
  }

  /// Returns the circumstances of a label, for statistics.
  private func metadata(
    of answer: LabelSession.NewAnswer, isRevealed: Bool
  ) -> JSONObject {
    var metadata = JSONObject()
    metadata[Assessment.guidelineKey] = .string(guideline.hex)
    if let rubric { metadata[Assessment.rubricKey] = .string(rubric.hex) }
    if let batch = answer.item.batch { metadata["batch"] = .string(batch) }
    metadata["reveal"] = options.isBlind ? isRevealed ? "after-item" : "never" : "before"
    if answer.isAfterReveal { metadata["after_reveal"] = "true" }
    if let program = Environment.enteredBy {
      metadata[Assessment.enteredByKey] = .string(program)
    }
    if answer.isRationaleAfterReveal { metadata["rationale_after_reveal"] = "true" }
    return metadata
  }

  private func mark(
    _ kind: LabelMark.Kind, _ item: LabelItem, _ reason: String?
  ) async throws -> LabelSession.Event {
    try await repository.change(
      ChangeTarget(kind: .trace, id: item.traceID),
      "tag/" + kind.prefix(asked.name) + reviewer, reason.map { .string($0) } ?? .null,
      message: "\(kind == .skip ? "Skip" : "Flag") \(item.traceID) for \(asked.name)")
    return .changed
  }

  private func reveal(_ trace: Trace) -> LabelReveal? {
    let reveal = LabelReveal(
      trace, on: asked.name, besides: own.id, judge: asked.judge?.hash)
    return reveal.opinions.isEmpty ? nil : reveal
  }

  private func isOwn(_ assessment: Assessment) -> Bool {
    assessment.source == own && assessment.name.utf8.elementsEqual(asked.name.utf8)
  }
}
