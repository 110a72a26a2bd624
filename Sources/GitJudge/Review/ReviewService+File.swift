public import JudgeJSON
import JudgeRecords
import JudgeReview
import JudgeScoring
import JudgeWork

/// A labelling page in one file, for one reviewer.
public struct ReviewFile: Sendable {
  /// The bytes of the HTML file.
  public let bytes: [UInt8]
  /// The reviewer's source id.
  public let reviewer: String
  /// The questions.
  public let questions: [String]
  /// The number of traces.
  public let traces: Int
  /// The number of labels that the reviewer is asked for.
  public let items: Int
  /// Notes for the person who makes the file.
  public let notes: [String]

  /// The file's content in numbers, as JSON with stable keys.
  public var json: JSONValue {
    [
      "source_id": .string(reviewer),
      "questions": .array(questions.map { .string($0) }), "traces": .number(Double(traces)),
      "items": .number(Double(items)), "bytes": .number(Double(bytes.count)),
    ]
  }
}

extension ReviewService {
  /// Makes a labelling page that works from disk, without a server and without a network.
  ///
  /// It holds the traces that the reviewer is asked for, but no verdicts, no labels and no names of
  /// models.
  ///
  /// - Parameters:
  ///   - names: the questions, or judges that answer them; empty for all questions that are asked.
  ///   - reviewer: the reviewer's source id.
  ///   - options: the traces to label. The page is always blind.
  /// - Returns: the file.
  /// - Throws: `JudgeFailure` if nothing is asked, or for a filter that cannot be read.
  public func file(
    _ names: [String], for reviewer: String, _ options: LabellingOptions = LabellingOptions()
  ) async throws -> ReviewFile {
    if let complaint = RecordName.complaint(reviewer, as: .source) {
      throw JudgeFailure(.usage, "the reviewer's source id \(complaint)")
    }
    var options = options
    options.isBlind = true
    options.reveals = false
    var desks: [LabelDesk] = []
    for name in names.isEmpty ? try await askedNames(options, reviewer) : names {
      let desk = try await labelling(name, options, as: reviewer)
      guard !desks.contains(where: { Bytewise.equal($0.name, desk.name) }) else { continue }
      desks.append(desk)
    }
    let sessions = try await sessions(desks)
    let queues = desks.map { desk in
      (question: desk.name, items: sessions.reduced(desk.open, isWanted: desk.isSessionLevel))
    }
    var items = PageQueue.items(of: queues)
    if let limit = options.limit {
      var kept = Set<String>()
      items = items.filter { item in
        guard !kept.contains(item.traceID), kept.count >= limit else {
          kept.insert(item.traceID)
          return true
        }
        return false
      }
    }
    let data = try await data(desks, items, sessions, reviewer)
    return ReviewFile(
      bytes: try ReviewPage.file(data), reviewer: reviewer, questions: desks.map(\.name),
      traces: Set(items.map(\.traceID)).count, items: items.count,
      notes: desks.flatMap { desk in desk.notes.map { "\(desk.name): \($0)" } })
  }

  /// Returns the questions that a reviewer is asked: those of the batches, else those of judges.
  private func askedNames(_ options: LabellingOptions, _ reviewer: String) async throws -> [String]
  {
    let experiment = try await repository.experiments.current().id
    let batches = try await assignments(in: experiment).filter { batch in
      options.batch.map { Bytewise.equal($0, batch.assignment.batch) }
        ?? !batch.seats.traces(of: reviewer).isEmpty
    }
    var names = Set(batches.map(\.assignment.name))
    if names.isEmpty {
      names = Set(
        try await repository.judges.fold().versions.keys.filter { $0.experiment == experiment }
          .map(\.name))
    }
    guard !names.isEmpty else {
      throw JudgeFailure(
        .notFound, "there is no judge and no batch, so nothing says what to ask",
        remedy: .anyOf([
          .run(.createJudge, ["NAME"], with: [.file: "FILE"], to: "make a judge"),
          .advice("name a question"),
        ]))
    }
    return names.sorted()
  }

  private func data(
    _ desks: [LabelDesk], _ items: [LabelItem], _ sessions: ReviewSessions, _ reviewer: String
  ) async throws -> JSONValue {
    let showsExpectations = desks.contains(where: \.showsExpectations)
    var traces = JSONObject()
    let ids = Set(items.map(\.traceID)).sorted()
    for id in WorkProgress.counted(ids, "Writing traces") {
      guard let trace = try await repository.traces.whole(id) else { continue }
      traces[id] =
        ShownTrace(
          trace: trace, showsExpectations: showsExpectations,
          conversation: sessions.conversation(of: id)
        ).json
    }
    let experiment = try await repository.experiments.current()
    let content: JSONObject = [
      "format": "git-judge-review", "version": 1, "experiment": .string(experiment.name),
      "experiment_hash": .string(experiment.id.hex), "reviewer": .string(reviewer),
      "questions": .array(desks.map(\.json)), "items": .array(items.map(\.json)),
      "traces": .object(traces),
    ]
    // The page keeps its labels under this hash, and their bundle names it.
    var object = content
    object["file"] = .string(ContentID(hashing: content.canonicalBytes()).hex)
    return .object(object)
  }

  /// Returns the sessions of the experiment, if a question is about sessions.
  private func sessions(_ desks: [LabelDesk]) async throws -> ReviewSessions {
    guard desks.contains(where: \.isSessionLevel) else { return ReviewSessions([]) }
    let experiment = try await repository.experiments.current().id
    return ReviewSessions(try await repository.traces.all(experiment, where: nil))
  }
}

extension LabelDesk {
  /// The items without a label.
  fileprivate nonisolated var open: [LabelItem] {
    session.items.filter { session.given[$0] == nil }
  }

  /// Whether the question is about whole sessions.
  fileprivate nonisolated var isSessionLevel: Bool { asked.judge?.body.isSessionLevel ?? false }

  /// Whether the question's instructions name the expectations.
  fileprivate nonisolated var showsExpectations: Bool {
    InstructionsTemplate(asked.judge?.body.instructions ?? "").variables.contains("expectations")
  }

  /// The question for a page: its answers and its guideline.
  fileprivate nonisolated var json: JSONValue {
    let body = asked.judge?.body
    let form = AnswerForm(session.question, body: body)
    var object: JSONObject = [
      "name": .string(name), "form": .string(form.name),
      "wanted": .string(session.question.wanted),
      "guideline": [
        "hash": .string(guideline.hex),
        "text": .string(session.setup.rubric ?? session.setup.instructions ?? ""),
        "is_rubric": .bool(rubric != nil),
      ],
    ]
    if !form.values.isEmpty {
      object["choices"] = .array(
        form.values.map { ["value": $0.value, "text": .string($0.text)] })
    }
    if case .number(let isWhole) = form { object["whole"] = .bool(isWhole) }
    if let schema = body?.valueSchema { object["schema"] = .object(schema) }
    if let pass = body?.pass, !pass.isEmpty { object["pass"] = .array(pass) }
    if let text = body?.description, !text.isEmpty { object["description"] = .string(text) }
    if let rubric { object["rubric"] = .string(rubric.hex) }
    return .object(object)
  }
}

extension LabelItem {
  /// The item for a page.
  fileprivate var json: JSONValue {
    var object: JSONObject = ["trace_id": .string(traceID)]
    if let question { object["question"] = .string(question) }
    if let batch { object["batch"] = .string(batch) }
    if let repeatIndex { object["repeat"] = .number(Double(repeatIndex)) }
    return .object(object)
  }
}
