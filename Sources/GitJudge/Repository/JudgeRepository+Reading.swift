import JudgeIndex
import JudgeJSON
public import JudgeRecords
import JudgeStore
import JudgeWork

extension JudgeRepository {
  /// The experiments.
  ///
  /// - Parameter includeDeleted: whether deleted ones are listed too.
  /// - Returns: the experiments by name.
  /// - Throws: `JudgeError`.
  public func experiments(
    includeDeleted: Bool = false
  ) async throws -> [ExperimentInfo] {
    let index = try await caughtUp()
    return try await index.experiments(includeDeleted: includeDeleted)
  }

  /// The runs of the experiment, latest first.
  ///
  /// - Returns: the runs.
  /// - Throws: `JudgeError`.
  public func runs() async throws -> [RunInfo] {
    let experiment = try await currentExperiment()
    let index = try await caughtUp()
    return try await index.runs(experiment: experiment.id)
  }

  /// A page of traces of the experiment.
  ///
  /// - Parameter query: which, in which order; its experiment is the current one if not set.
  /// - Returns: the traces and the next cursor.
  /// - Throws: `JudgeError` for a filter that cannot be read.
  public func traces(_ query: TraceQuery) async throws -> TracePage {
    var query = query
    if query.experiment == nil { query.experiment = try await currentExperiment().id }
    let index = try await caughtUp()
    let asked = query
    return try await index.traces(asked)
  }

  /// All traces of an experiment that a filter selects, by pages.
  func allTraces(
    _ experiment: ContentID, where filter: String?
  ) async throws -> [Trace] {
    var result: [Trace] = []
    var cursor: String?
    repeat {
      let page = try await traces(
        TraceQuery(
          experiment: experiment, filter: filter, orderBy: ["trace_id ASC"], limit: 1000,
          cursor: cursor))
      result += page.traces
      WorkProgress.report("Reading traces", result.count, of: page.next == nil ? result.count : nil)
      cursor = page.next
    } while cursor != nil
    return result
  }

  /// One trace, by its id, a unique prefix of at least 4 digits, or the caller's key.
  ///
  /// - Parameters:
  ///   - text: as typed, with or without `tr-`.
  ///   - includeDeleted: whether a deleted one is found too.
  /// - Returns: the trace with labels and verdicts.
  /// - Throws: `JudgeError`: none (3), or several (5).
  public func trace(
    _ text: String, includeDeleted: Bool = false
  ) async throws -> Trace {
    let index = try await caughtUp()
    do throws(IndexError) {
      return try await index.trace(idOrPrefix: text, includeDeleted: includeDeleted)
    } catch {
      guard error.code == .notFound else { throw JudgeError(wrapping: error) }
      // Not an id: perhaps the caller's key, which is unique within an experiment.
      let experiment = try await currentExperiment().id
      let ids = try await index.traceIDs(clientRequestID: text, experiment: experiment)
      guard let id = ids.first else {
        throw JudgeError(
          .notFound, "no trace has the id or the client_request_id \(text)",
          hint: "`git judge trace list` shows both; deleted traces may be left out")
      }
      guard ids.count == 1 else {
        throw JudgeError(
          .ambiguous, "\(ids.count) traces have the client_request_id \(text)",
          hint: "name one by its id: \(ids.prefix(5).joined(separator: ", "))")
      }
      return try await index.trace(idOrPrefix: id)
    }
  }

  /// The traces that people or judges have answered a question on.
  func labelledTraces(
    _ name: String, in experiment: ContentID
  ) async throws -> [Trace] {
    let index = try await caughtUp()
    WorkProgress.report("Reading labels", 0, of: nil)
    let traces = try await index.labelledTraces(experiment: experiment, feedbackName: name)
    return try await adjudicated(traces, on: name)
  }

  /// A label by its id or a unique prefix.
  func label(_ text: String) async throws -> Label {
    let index = try await caughtUp()
    let found = try await index.assessment(idOrPrefix: text)
    switch found {
    case .label(let label, _): return label
    case .verdict(_, let trace):
      throw JudgeError(
        .invalid, "\(text) is a judge's verdict on \(trace), not a label",
        hint: "verdicts are history; run the judge again for new ones")
    }
  }

  /// The model for judges that name none: git config `judge.model`, then MLflow's variable.
  func defaultModel() async throws -> String? {
    let configured = try await store.config("judge.model")
    if let configured, !configured.isEmpty { return configured }
    let variable = Environment.variable("MLFLOW_GENAI_JUDGE_DEFAULT_MODEL") ?? ""
    return variable.isEmpty ? nil : variable
  }

  /// What an import needs to know of the store.
  func importPlan(_ experiment: ContentID) async throws -> ImportPlan {
    let index = try await caughtUp()
    let known = try await index.knownTraces()
    var byRequest = TextMap<ImportPlan.Known>()
    var byTrace = TextMap<ImportPlan.Known>()
    for trace in known {
      let entry = ImportPlan.Known(traceID: trace.id, content: trace.content)
      byTrace[trace.id] = entry
      if trace.experiment == experiment, let request = trace.clientRequestID {
        byRequest[request] = entry
      }
    }
    var plan = ImportPlan(byRequest: byRequest, byTrace: byTrace)
    plan.knownNames = Set(
      try await index.answeredNames(in: experiment))
    plan.twins = try await store.sourceTwins()
    return plan
  }
}
