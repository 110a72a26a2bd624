import JudgeIndex
public import JudgeJSON
public import JudgeRecords
import JudgeStore
import JudgeWork

/// Adds, imports, deletes and decides on people's labels.
public struct LabelService: Sendable {
  let repository: JudgeRepository
}

extension LabelService {
  /// Stores a label in place of the label of the same source that counts now.
  ///
  /// - Returns: the label's id.
  func store(_ label: Assessment, on trace: Trace) async throws -> String {
    let earlier = try await earlier(than: label, on: trace)
    return try await write(label, over: earlier, on: trace).assessmentID
  }

  /// Writes a label over an earlier one of the same person.
  private func write(
    _ label: Assessment, over earlier: Label?, on trace: Trace
  ) async throws -> StoredLabel {
    try Self.refuseReplacing(earlier, by: label)
    var label = label
    label.overrides = earlier?.id
    label.createTime = Clock.after([earlier?.assessment.createTime])
    let record = try label.record()
    let done = try await repository.append([record], message: "Label \(label.name) on \(trace.id)")
    return StoredLabel(
      assessmentID: label.id(in: record.id), traceID: trace.id, commit: done.commit,
      overrides: earlier?.id)
  }

  /// Returns the label that a new label replaces.
  ///
  /// It is the label of the same person and question that counts now, or for a repeat, the same
  /// repeat.
  private func earlier(than label: Assessment, on trace: Trace) async throws -> Label? {
    // Labels are listed under the address that represents the person.
    var listed = label
    listed.source = try await repository.store.person(label.source)
    let question = listed.question
    let standing: Label.Standing = label.repeatIndex == nil ? .counts : .repeated
    return trace.labels.last {
      $0.standing == standing && $0.assessment.question == question
        && $0.assessment.repeatIndex == label.repeatIndex
    }
  }

  /// Refuses to let a program replace a person's label.
  private static func refuseReplacing(_ earlier: Label?, by label: Assessment) throws {
    guard let program = label.enteredBy, let earlier, earlier.assessment.enteredBy == nil else {
      return
    }
    throw JudgeFailure(
      .ambiguous,
      "\(earlier.assessment.source.id) has labelled \(label.traceID), and \(program) cannot replace "
        + "that", remedy: "only the person can: they label it again, without an agent")
  }

  /// A label from a person, to be stored.
  public struct NewLabel: Sendable {
    /// The trace, as an id or a unique prefix.
    public var trace: String
    /// The feedback name.
    public var name: String
    /// The value as typed, which is matched against the judge's declared values.
    public var text: String?
    /// The value as JSON, which is stored as it is.
    public var json: JSONValue?
    /// The reason.
    public var rationale: String?
    /// The person who gave the label.
    ///
    /// If not specified, the git e-mail address.
    public var sourceID: String?
    /// The span that the label is about.
    public var spanID: String?
    /// The program that enters the label, if its source does not.
    ///
    /// Coding agents are detected automatically.
    public var enteredBy: String?

    /// Creates a label.
    public init(trace: String, name: String) {
      self.trace = trace
      self.name = name
    }
  }

  /// A label that was stored.
  public struct StoredLabel: Hashable, Sendable {
    /// The label's id.
    public let assessmentID: String
    /// The id of the trace.
    public let traceID: String
    /// The commit of the label, or `nil` if the label existed already.
    public let commit: String?
    /// The id of the label that it replaces, or `nil` if it replaces none.
    public let overrides: String?
    /// The label's current state.
    public var standing = Label.Standing.counts

    /// The result as JSON with stable keys.
    public var json: JSONValue {
      [
        "assessment_id": .string(assessmentID), "trace_id": .string(traceID),
        "commit": commit.map { .string($0) } ?? .null,
        "overrides": overrides.map { .string($0) } ?? .null,
        "standing": .string(standing.rawValue),
      ]
    }
  }

  /// Adds a person's feedback; it replaces an older label of the same source.
  ///
  /// - Parameter label: the label.
  /// - Returns: the label's ids and the commit.
  /// - Throws: `JudgeFailure` for an unknown trace, or a value that the judge does not declare.
  public func addFeedback(_ label: NewLabel) async throws -> StoredLabel {
    let now = try await repository.current()
    let trace = try await now.traces.find(label.trace)
    let value = try await now.labels.value(of: label)
    return try await now.labels.add(label, on: trace, content: .feedback(value))
  }

  /// Adds an expectation: the value that the answer should have had.
  ///
  /// - Parameter label: the label; its JSON value is used, else its text.
  /// - Returns: the label's ids and the commit.
  /// - Throws: `JudgeFailure` for an unknown trace, or a label without a value.
  public func addExpectation(_ label: NewLabel) async throws -> StoredLabel {
    let now = try await repository.current()
    let trace = try await now.traces.find(label.trace)
    guard let value = label.json ?? label.text.map({ .string($0) }) else {
      throw JudgeFailure(.usage, "an expectation needs a value", remedy: .supply(.value))
    }
    return try await now.labels.add(label, on: trace, content: .expectation(value))
  }

  private func add(
    _ label: NewLabel, on trace: Trace, content: Assessment.Content
  ) async throws -> StoredLabel {
    guard !label.name.isEmpty else {
      throw JudgeFailure(.usage, "the feedback name must not be empty")
    }
    let email = try await repository.author().email
    let sourceID = Blanks.trimmed(label.sourceID ?? email)
    if label.sourceID != nil, let complaint = RecordName.complaint(sourceID, as: .source) {
      throw JudgeFailure(.usage, "the source id \(complaint)")
    }
    var assessment = Assessment(
      traceID: trace.id, name: label.name, source: .human(sourceID),
      content: content, rationale: label.rationale)
    assessment.spanID = label.spanID
    let program = label.enteredBy ?? Environment.enteredBy
    if let program { assessment.metadata[Assessment.enteredByKey] = .string(program) }
    var versions: GuidelineVersions?
    if case .feedback = content {
      let known = try await repository.guidelines.versions(
        of: label.name, in: try await repository.experiments.current().id)
      assessment.metadata[Assessment.guidelineKey] = .string(known.currentHash.hex)
      versions = known
    }
    let earlier = try await earlier(than: assessment, on: trace)
    if let earlier, earlier.assessment.content == content,
      earlier.assessment.rationale == label.rationale,
      earlier.assessment.enteredBy == nil || earlier.assessment.enteredBy == program,
      versions?.holds(earlier.assessment) ?? true
    {
      return StoredLabel(
        assessmentID: earlier.id, traceID: trace.id, commit: nil, overrides: nil)
    }
    assessment.seen = trace.shown
    var stored = try await write(assessment, over: earlier, on: trace)
    if label.sourceID != nil, label.sourceID != email {
      let after = try await repository.fresh.traces.find(trace.id)
      stored.standing =
        after.labels.first { $0.id == stored.assessmentID }?.standing ?? .counts
    }
    return stored
  }

  /// Returns the value that a person means, in the type of the judge of the question.
  private func value(of label: NewLabel) async throws -> JSONValue {
    let judge = try await judgeAsking(label.name)
    if let value = label.json {
      if let judge, !judge.admits(value) {
        throw JudgeFailure(
          .invalid, "\(value.canonicalText) is not a value of \(judge.name)",
          remedy: "it takes \(judge.wantedValues)")
      }
      return value
    }
    guard let text = label.text else {
      throw JudgeFailure(.usage, "a feedback needs a value", remedy: .supply(.value))
    }
    guard let judge else { return .string(text) }
    return try judge.value(matching: text)
  }

  /// Returns the judge of the question with this name, or `nil` if there is none.
  private func judgeAsking(_ name: String) async throws -> JudgeBody? {
    try await repository.judges.all().first { $0.body.feedbackName == name }?.body
  }

  /// Deletes a label; only its own source can.
  ///
  /// - Parameters:
  ///   - id: the assessment id, or a unique prefix.
  ///   - sourceID: the person who takes it back. If not specified, the git e-mail address.
  /// - Returns: the label, and whether the deletion removes the vote. If not, it is a dispute.
  /// - Throws: `JudgeFailure` for an unknown id.
  public func delete(
    _ id: String, as sourceID: String? = nil
  ) async throws -> (label: Label, isDispute: Bool) {
    let now = try await repository.current()
    let label = try await now.labels.find(id)
    let email = try await repository.author().email
    let source = AssessmentSource.human(sourceID ?? email)
    let target = ChangeTarget(kind: .assessment, id: label.id)
    let known = ChangeFold(try await repository.index.changes(on: target).map { ($0.id, $0.value) })
      .resolutions(of: target)["lifecycle"]
    var change = Change(target: target, key: "lifecycle", value: Change.deleted)
    change.source = source
    let record = try change.superseding(known).record()
    _ = try await now.append([record], message: "Delete the label \(label.id)")
    let after = try await repository.fresh.labels.find(label.id)
    return (label, after.standing != .deleted)
  }

  /// Returns the labels on traces of the experiment, by trace, with their current state.
  ///
  /// - Parameters:
  ///   - filter: a filter in the search grammar for the traces; `nil` for all.
  ///   - includeRows: whether rows of evaluations are included.
  /// - Returns: the feedback and expectations.
  /// - Throws: `JudgeFailure` for a filter that cannot be read.
  public func all(
    where filter: String? = nil, includeRows: Bool = false
  ) async throws -> [Label] {
    let experiment = try await repository.experiments.current()
    return try await repository.traces.all(
      experiment.id, where: filter, includeRows: includeRows
    ).flatMap(\.labels)
  }

  /// Returns the labels of one guideline version on a question.
  ///
  /// - Parameters:
  ///   - filter: a filter in the search grammar for the traces; `nil` for all.
  ///   - name: the question.
  ///   - guideline: `current`, `unknown` or the first digits of a version.
  ///   - includeRows: whether rows of evaluations are included.
  /// - Returns: the labels of that version that count, by trace.
  /// - Throws: `JudgeFailure` if no label has the version.
  public func all(
    where filter: String?, on name: String, guideline: String, includeRows: Bool = false
  ) async throws -> [Label] {
    let asked = try await repository.reviews.asked(name)
    let (traces, _) = try await repository.guidelines.restricted(
      try await repository.traces.all(
        asked.experiment, where: filter, includeRows: includeRows), on: asked.name,
      in: asked.experiment,
      to: guideline)
    return traces.flatMap { $0.votes(on: asked.name) }
  }

  /// Returns the traces on which people or judges have answered a question.
  func labelledTraces(
    _ name: String, in experiment: ContentID, includeRows: Bool = false
  ) async throws -> [Trace] {
    let index = try await repository.caughtUp()
    WorkProgress.report("Reading labels", 0, of: nil)
    let traces = try await index.labelledTraces(
      experiment: experiment, feedbackName: name, includeRows: includeRows)
    return try await adjudicated(traces, on: name)
  }

  /// Finds a label by its id or a unique prefix.
  func find(_ text: String) async throws -> Label {
    let index = try await repository.caughtUp()
    let found = try await index.assessment(idOrPrefix: text)
    switch found {
    case .label(let label, _): return label
    case .verdict(_, let trace):
      throw JudgeFailure(
        .invalid, "\(text) is a judge's verdict on \(trace), not a label",
        remedy: "verdicts are history; run the judge again for new ones")
    }
  }
}
