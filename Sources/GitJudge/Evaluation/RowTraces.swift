import JudgeEvaluation
import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgePrivacy
import JudgeRecords
import JudgeStore
import JudgeWork

/// The rows of an evaluation as traces of the store.
///
/// The record of a row holds what the row says and its key, and names no run: the same row is the
/// same record, however often it is evaluated. A row that may not be stored, such as one that holds
/// a secret, leaves its verdicts under an id that no trace has.
struct RowTraces {
  /// The rows under the ids that their verdicts name.
  private(set) var rows: [Trace] = []
  /// The records of the rows.
  private(set) var records: [Record] = []
  /// Warnings for the reader.
  private(set) var warnings: [String] = []
  /// The rows that are stored, by position.
  private(set) var stored: Set<Int> = []

  private let experiment: ContentID
  private var tally: SensitiveTally
  private var verdicts = VerdictBatches()
  private var refused: [String] = []

  /// Makes the records of some rows.
  ///
  /// - Parameters:
  ///   - rows: the rows; several may have the same key.
  ///   - answered: the rows as they were in the data, if an application answered them.
  ///   - experiment: the experiment.
  ///   - policy: what is done about secrets.
  ///   - hidden: the records that are redacted, which are not written again.
  ///   - checkNames: refuses records with invalid names.
  /// - Throws: `JudgeFailure`, which rows do not cause.
  init(
    _ rows: [Trace], answered: [Trace]?, in experiment: ContentID, _ policy: SensitivePolicy,
    hidden: Set<ContentID>, checkNames: ([Record]) async throws -> Void
  ) async throws {
    self.experiment = experiment
    tally = SensitiveTally(policy)
    for (place, row) in RowMark.asRows(rows).enumerated() {
      let before = answered?[place]
      let key = String(row.id.dropFirst(RowMark.prefix.count))
      do {
        try await add(row, key, before, checkNames)
        stored.insert(place)
      } catch {
        refused.append("\(key): \(JudgeFailure(wrapping: error).message)")
        self.rows.append(row)
      }
    }
    records.removeAll { hidden.contains($0.id) }
    for batch in verdicts.batches() { records.append(try batch.record().toWrite) }
    warnings = tally.warnings
    if let first = refused.first {
      warnings.append(
        "\(Count.of(refused.count, "row is", "rows are")) not stored, only the verdicts on "
          + "\(refused.count == 1 ? "it" : "them"): \(first)")
    }
  }

  private mutating func add(
    _ row: Trace, _ key: String, _ before: Trace?,
    _ checkNames: ([Record]) async throws -> Void
  ) async throws {
    let record = try self.record(row, key, isNew: before != nil).record()
    let id = "tr-" + record.id.prefix(32)
    var own = [record.toWrite]
    for spans in RecordBatches.split(row.spans, size: { $0.canonicalBytes().count }) {
      own.append(try SpanBatch(traceID: id, spans: spans).record().toWrite)
    }
    // A label is about an answer: it does not hold for another one.
    let isOther = before.map { !$0.outputs.isNull && $0.outputs != row.outputs } ?? false
    for label in row.labels where label.standing == .counts {
      var assessment = label.assessment
      if case .expectation = assessment.content {} else if isOther { continue }
      assessment.traceID = id
      assessment.assessmentID = nil
      assessment.overrides = nil
      own.append(try assessment.record().toWrite)
    }
    try await checkNames(own)
    for part in own {
      if let refusal = tally.refusal(part.bytes, at: "row \(key)") {
        throw JudgeFailure(.invalid, refusal)
      }
    }
    for said in row.verdicts {
      var verdict = said.verdict(on: id)
      verdict.assessmentID = nil
      if let refusal = tally.refusal(
        JSONValue.object(verdict.json).canonicalBytes(), at: "row \(key)")
      {
        throw JudgeFailure(.invalid, refusal)
      }
      verdicts.add(verdict, name: said.name, source: said.source)
    }
    records += own
    var row = row
    row.id = id
    row.rowKey = key
    rows.append(row)
  }

  private func record(_ row: Trace, _ key: String, isNew: Bool) -> TraceRecord {
    var record = TraceRecord(experiment: experiment)
    record.rowKey = key
    record.clientRequestID = row.clientRequestID
    record.requestTime = row.requestTime
    // The time that an application takes differs from call to call.
    record.executionDuration = isNew ? nil : row.executionDuration
    record.state = row.state
    record.inputs = row.inputs.isNull ? nil : row.inputs
    record.outputs = row.outputs.isNull ? nil : row.outputs
    record.retrievedContext = row.retrievedContext
    record.tags = row.tags
    if let group = row.group, record.tags["group"] == nil { record.tags["group"] = .string(group) }
    record.metadata = row.metadata
    return record
  }
}

extension EvaluationService {
  /// Returns the rows of an evaluation as traces of the store.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - answered: the rows as they were in the data, if an application answered them.
  ///   - experiment: the experiment.
  /// - Returns: the rows under their ids, and the records that are to be written.
  /// - Throws: `JudgeFailure`.
  func rowTraces(
    _ rows: [Trace], answered: [Trace]?, in experiment: ContentID
  ) async throws -> RowTraces {
    let hidden = try await repository.store.redactions().hidden
    let policy = try await repository.sensitivePolicy(allow: repository.allowsSecrets)
    return try await RowTraces(
      rows, answered: answered, in: experiment, policy, hidden: hidden,
      checkNames: { try await repository.checkNames($0) })
  }

  /// Returns the change that names the rows on which a run left no verdict.
  ///
  /// - Parameters:
  ///   - ids: the ids of the rows.
  ///   - run: the run.
  /// - Returns: the changes; none without such rows.
  /// - Throws: `JudgeFailure`.
  func rowChanges(_ ids: [String], of run: ContentID) async throws -> [Record] {
    let source = AssessmentSource.human(try await repository.author().email)
    return try stride(from: 0, to: ids.count, by: 10_000).map { start in
      let part = ids[start..<min(ids.count, start + 10_000)]
      var change = Change(
        target: ChangeTarget(kind: .run, id: run.hex), key: "\(Run.rowsKey)\(start)",
        value: .array(part.map { .string($0) }))
      change.time = Clock.now
      change.source = source
      return try change.record()
    }
  }
}
