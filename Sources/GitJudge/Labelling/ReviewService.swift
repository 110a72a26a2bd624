import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeWork

/// Labelling sessions, assignments and progress.
public struct ReviewService: Sendable {
  let repository: JudgeRepository
}

extension ReviewService {
  /// Opens a labelling session of the current git user, or of another reviewer.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - options: the traces to label, and the settings.
  ///   - other: the source id of another reviewer, for a page that is sent to them.
  /// - Returns: the session, and the desk that carries out its effects.
  /// - Throws: `JudgeFailure` for a batch without traces for the reviewer, or a filter that cannot
  ///   be read.
  public func labelling(
    _ name: String, _ options: LabellingOptions = LabellingOptions(), as other: String? = nil
  ) async throws -> LabelDesk {
    let asked = try await asked(name)
    if asked.judge == nil, !options.isNew { try await checkIsAsked(asked) }
    let reviewer: String
    if let other { reviewer = other } else { reviewer = try await repository.author().email }
    let index = try await repository.caughtUp()
    var query = TraceQuery(
      experiment: asked.experiment, filter: options.filter, includeRows: options.includeRows)
    let traces = try await index.traceIDs(query)
    // A row that is assigned is asked for, like any other trace.
    query.includeRows = true
    let present = try await index.traceIDs(query)
    let guidelines = try await repository.guidelines.versions(of: asked.name, in: asked.experiment)
    let facts = try await facts(of: reviewer, asked, guidelines)
    var (duties, notes) = try await duties(
      of: reviewer, asked, options, among: traces, present: Set(present), older: facts.older)
    let queue = LabelQueue(
      duties, facts: facts, reviewer: reviewer, order: options.order,
      withSkipped: options.withSkipped)
    let again = Set(duties.filter(\.isAgain).map(\.traceID))
    if let note = Self.note(older: facts.older, again: again, asked.name) { notes.append(note) }
    let rubric = try await repository.labels.rubric(ofQuestion: asked.name)
    var setup = LabelSession.Setup()
    setup.reviewer = reviewer
    setup.batch = options.batch
    setup.rubric = rubric?.text
    setup.instructions = rubric == nil ? guidelines.current.text : nil
    setup.isBlind = options.isBlind
    setup.reveals = options.reveals && options.isBlind
    let drafts = LabelDrafts(
      folder: repository.store.location.stateDirectory, experiment: asked.experiment,
      question: asked.name,
      reviewer: reviewer)
    let (question, named) = try await question(asked, options)
    let session = LabelSession(
      question: question, setup: setup,
      items: options.limit.map { Array(queue.items.prefix($0)) } ?? queue.items,
      labelledBefore: facts.labelled.subtracting(again),
      unfinished: try await unfinished(drafts, asked, reviewer), drafts: drafts.texts)
    return LabelDesk(
      repository: repository, asked: asked, reviewer: reviewer,
      own: try await repository.store.person(.human(reviewer)), rubric: try rubric?.record().id,
      guideline: guidelines.currentHash, options: options,
      drafts: drafts, session: session, notes: notes, named: named)
  }

  /// Returns the question with its answers.
  ///
  /// - Returns: the question, and the values that the instructions of a judge without values name,
  ///   until somebody has decided whether to offer them.
  private func question(
    _ asked: Asked, _ options: LabellingOptions
  ) async throws -> (LabelQuestion, named: [String]) {
    let plain = LabelQuestion(name: asked.name, body: asked.judge?.body)
    guard plain.form == .text else {
      guard options.choices == nil else {
        throw JudgeFailure(
          .usage, "the answers of \(asked.name) are given by its judge: \(plain.wanted)")
      }
      return (plain, [])
    }
    let key = Self.choicesKey(asked.experiment, asked.name)
    if let choices = options.choices {
      let list = JSONValue.array(choices.map { .string($0) })
      try await repository.store.setConfig(key, list.canonicalText)
    }
    if let text = try await repository.store.config(key),
      let kept = try? JSONValue(parsing: Array(text.utf8)).arrayValue
    {
      let offered = kept.compactMap(\.stringValue)
      return (LabelQuestion(name: asked.name, body: asked.judge?.body, offered: offered), [])
    }
    return (plain, NamedValues.found(in: asked.judge?.body.instructions ?? ""))
  }

  /// Returns the answers that a question offers in this clone, if its judge takes any text.
  ///
  /// - Parameter name: the question.
  /// - Returns: the answers; empty if none are offered.
  /// - Throws: `JudgeFailure`.
  public func offered(on name: String) async throws -> [String] {
    let experiment = try await repository.experiments.current().id
    guard let text = try await repository.store.config(Self.choicesKey(experiment, name)),
      let kept = try? JSONValue(parsing: Array(text.utf8)).arrayValue
    else { return [] }
    return kept.compactMap(\.stringValue)
  }

  /// The git configuration of the answers that a question offers in this clone.
  private static func choicesKey(_ experiment: ContentID, _ name: String) -> String {
    let safe = name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    let part = safe ? name : ContentID(hashing: Array(name.utf8)).prefix(16)
    return "judge-choices.\(experiment.prefix(16))/\(part).values"
  }

  /// Refuses a name without a question: it is probably misspelt.
  private func checkIsAsked(_ asked: Asked) async throws {
    let questions = try await questionNames(in: asked.experiment)
    guard !questions.has(asked.name) else { return }
    throw JudgeFailure(
      .notFound,
      "nothing asks \"\(asked.name)\": no judge, rubric, batch or label has that name"
        + (questions.hint(for: asked.name).map { "; \($0)" } ?? ""),
      remedy: .anyOf([
        .run(.createJudge, [asked.name], with: [.file: "FILE"], to: "make a judge"),
        .supply(.new, to: "begin a question without a judge"),
      ]))
  }

  /// Returns a note on the reviewer's labels of older guidelines.
  private static func note(
    older: [String: ContentID], again: Set<String>, _ name: String
  ) -> String? {
    guard !older.isEmpty else { return nil }
    let own =
      "\(Count.of(older.count, "label")) of yours \(older.count == 1 ? "was" : "were") given "
      + "under an older guideline"
    let asked = older.keys.count { again.contains($0) }
    if asked == older.count { return "\(own); you are asked again" }
    let rest = "the others can be handed out again"
    return asked == 0
      ? "\(own); they can be handed out again"
      : "\(own); you are asked again about \(asked), and \(rest)"
  }

  /// Returns the traces that a reviewer is asked for.
  ///
  /// - Parameters:
  ///   - reviewer: the reviewer's source id.
  ///   - asked: the question.
  ///   - options: the reviewer's choice of traces.
  ///   - traces: the traces that are asked for if none are assigned.
  ///   - present: the traces that may be assigned, rows of evaluations included.
  ///   - older: the versions of the reviewer's labels that are not of the current guideline, by
  ///     trace.
  /// - Returns: the traces in order, and a note for the reviewer.
  /// - Throws: `JudgeFailure` if an assignment cannot be read.
  private func duties(
    of reviewer: String, _ asked: Asked, _ options: LabellingOptions, among traces: [String],
    present: Set<String>, older: [String: ContentID]
  ) async throws -> (duties: [LabelQueue.Duty], notes: [String]) {
    var batches = try await assignments(in: asked.experiment, on: asked.name)
    if let batch = options.batch {
      batches = batches.filter { $0.assignment.batch.utf8.elementsEqual(batch.utf8) }
      guard !batches.isEmpty else { throw Self.noBatch(batch, of: asked.name) }
    }
    var order: [String] = []
    var duties: [String: LabelQueue.Duty] = [:]
    for batch in batches {
      for trace in batch.seats.traces(of: reviewer) where present.contains(trace) {
        let isRepeated = batch.seats.isRepeated(trace, by: reviewer)
        let known = duties[trace]
        if known == nil { order.append(trace) }
        duties[trace] = LabelQueue.Duty(
          traceID: trace, batch: known?.batch ?? batch.assignment.batch,
          isRepeated: isRepeated || known?.isRepeated ?? false,
          isAgain: batch.asksAgain(older[trace]) || known?.isAgain ?? false)
      }
    }
    let assigned = order.compactMap { duties[$0] }
    // A batch that asks again does not take traces of other batches away.
    let regular = options.batch == nil ? batches.filter { $0.assignment.guideline == nil } : batches
    let isAssigned = regular.contains { !$0.seats.traces(of: reviewer).isEmpty }
    if let batch = options.batch, !isAssigned, !options.isForAll {
      throw JudgeFailure(
        .notFound, "\(reviewer) has no trace to label in the batch \"\(batch)\"",
        remedy: .supply(
          .includeUnassigned,
          to: "label traces that are assigned to others ("
            + (batches.first?.assignment.reviewers.joined(separator: ", ") ?? "nobody") + ")"))
    }
    guard options.isForAll || !isAssigned else { return (assigned, []) }
    var pool = traces
    if options.batch != nil { pool = batches.flatMap(\.assignment.traces).filter(present.contains) }
    let others = pool.filter { duties[$0] == nil }.map { LabelQueue.Duty(traceID: $0) }
    let isUnasked = !regular.isEmpty && !options.isForAll
    return (
      assigned + others,
      isUnasked
        ? ["no batch of \(asked.name) is assigned to \(reviewer); all traces are asked for"] : []
    )
  }

  /// Returns the labels of a reviewer, and the opinions of others, on a question.
  private func facts(
    of reviewer: String, _ asked: Asked, _ guidelines: GuidelineVersions
  ) async throws -> LabelQueue.Facts {
    let index = try await repository.caughtUp()
    // Labels are listed under the address that represents the person.
    let own = try await repository.store.person(.human(reviewer))
    let answers = try await index.answers(named: asked.name, in: asked.experiment)
    var facts = LabelQueue.Facts()
    // A program that labels is not asked twice, but what it entered is not the person's label.
    let isProgram = Environment.enteredBy != nil
    for answer in answers {
      if answer.source == own, answer.isPersons || (isProgram && answer.isEntered) {
        switch answer.standing {
        case .counts:
          facts.labelled.insert(answer.traceID)
          let version = guidelines.version(guideline: answer.guideline, rubric: answer.rubric)
          if let version, version != guidelines.currentHash {
            facts.older[answer.traceID] = version
          }
        case .repeated: facts.repeated.insert(answer.traceID)
        default: break
        }
      } else if answer.source != own, !answer.isEntered, let value = answer.value,
        answer.standing == .counts
      {
        facts.opinions[answer.traceID, default: []].append(value)
      }
    }
    for mark in try await marks(on: asked.name, in: asked.experiment)
    where mark.kind == .skip && mark.sourceID.utf8.elementsEqual(reviewer.utf8) {
      facts.skipped.insert(mark.traceID)
    }
    return facts
  }

  /// Returns stored labels for whose reasons there are still drafts.
  private func unfinished(
    _ drafts: LabelDrafts, _ asked: Asked, _ reviewer: String
  ) async throws -> [LabelItem: LabelSession.Given] {
    let own = try await repository.store.person(.human(reviewer))
    var result: [LabelItem: LabelSession.Given] = [:]
    for item in drafts.texts.keys {
      let standing: Label.Standing = item.repeatIndex == nil ? .counts : .repeated
      let label = try await repository.traces.whole(item.traceID)?.labels.last { label in
        label.standing == standing && label.assessment.source == own
          && label.assessment.name.utf8.elementsEqual(asked.name.utf8)
          && label.assessment.spanID == nil
          && label.assessment.repeatIndex == item.repeatIndex
      }
      guard let label, case .feedback(let value) = label.assessment.content else { continue }
      result[item] = LabelSession.Given(
        assessmentID: label.id, value: value, rationale: label.assessment.rationale)
    }
    return result
  }
}
