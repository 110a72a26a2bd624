public import JudgeJSON
import JudgePrivacy
public import JudgeRecords
import JudgeStore
public import JudgeTracing
import JudgeWork

extension TraceService {
  /// A back end of swift-distributed-tracing that stores its traces in this repository.
  ///
  /// Spans are in the git directory as soon as they end; ``collect()`` makes records of them.
  public var tracer: JudgeTracer { JudgeTracer(spool: repository.spool) }

  /// Runs an application and records it as a trace.
  ///
  /// Calls of `traced` inside it, spans of instrumented code and calls of git-judge's models
  /// become children. A span is safe from a crash as soon as it has ended.
  ///
  /// - Parameters:
  ///   - name: the name of the span.
  ///   - type: MLflow's span type, such as `AGENT`, `TOOL` or `RETRIEVER`.
  ///   - inputs: the inputs of the application, for the record.
  ///   - body: the application.
  /// - Returns: the application's result, and the id of the trace. Inside another `traced`, this is
  ///   the id of the outer trace, which is recorded when the outer one ends.
  /// - Throws: the error of the application, after the trace has been recorded with it.
  public func traced<Answer>(
    _ name: String, type: String = "UNKNOWN", inputs: JSONValue = .null,
    _ body: () async throws -> Answer
  ) async throws -> (answer: Answer, trace: String) {
    let tracer = tracer
    let isOutermost = TracedCall.isOutermost
    do {
      let (answer, ids) = try await TracedCall.run(
        name, type: type, inputs: inputs, tracer: tracer,
        outputs: { JSONValue(answer: $0) }, body)
      if isOutermost { _ = try await collect() }
      return (answer, ids.judgeTraceID)
    } catch {
      if isOutermost { _ = try? await collect() }
      throw error
    }
  }

  /// Turns traces of traced programs into records, including those of crashed programs.
  ///
  /// A trace whose root span has not ended is recorded with the state `IN_PROGRESS`. A trace that a
  /// running program still writes is skipped.
  ///
  /// Text in a span that looks like a secret is blanked, so that a running program does not fail
  /// because of it.
  ///
  /// - Returns: the ids of the traces.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func collect() async throws -> [String] {
    let leftovers = repository.spool.leftovers()
    let cleaner = try await cleaner()
    let found = leftovers.compactMap { leftover in
      SpooledTrace(leftover.spans.map { cleaner.cleaned($0) }).map { (leftover, $0) }
    }
    guard !found.isEmpty else { return [] }
    let experiment = try await repository.experiments.current()
    var records: [Record] = []
    for (_, trace) in WorkProgress.counted(found, "Collecting traces") {
      records += try trace.records(in: experiment.id)
    }
    _ = try await repository.append(records, message: "Record \(Count.of(found.count, "trace"))")
    for (leftover, _) in found { repository.spool.remove(leftover) }
    return found.map(\.1.id)
  }

  /// Stores feedback on a trace: a judge's as a verdict, a person's or a program's as a label.
  ///
  /// - Parameters:
  ///   - feedback: the feedback.
  ///   - text: the trace's id or a unique prefix.
  /// - Returns: the id of the assessment.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func log(_ feedback: Feedback, on text: String) async throws -> String {
    let trace = try await find(text)
    var keeper = try await repository.evaluations.verdictGuard()
    // A person's text is not cleaned: the person gets the error and may remove the secret.
    let feedback = feedback.source.type == .human ? feedback : keeper.cleaned(feedback)
    guard feedback.source.type == .llmJudge else {
      guard let value = feedback.value else {
        throw JudgeFailure(.invalid, "a label needs a value: \(feedback.error?.text ?? "")")
      }
      var label = Assessment(
        traceID: trace.id, name: feedback.name, source: feedback.source,
        content: .feedback(value), rationale: feedback.rationale)
      label.seen = trace.shown
      if label.source.type == .human, let program = Environment.enteredBy {
        label.metadata[Assessment.enteredByKey] = .string(program)
      }
      return try await repository.labels.store(label, on: trace)
    }
    var verdict = feedback.verdict(on: trace.id)
    verdict.createTime = verdict.createTime ?? Clock.now
    var batch = VerdictBatch(
      name: feedback.name, source: feedback.source, verdicts: [verdict])
    batch.judge = feedback.judge
    let record = try batch.record()
    _ = try await repository.append([record], message: "Say \(feedback.name) of \(trace.id)")
    return batch.id(of: verdict)
  }

  /// Returns the cleaner of incoming traces, after the policy of the store.
  package func cleaner() async throws -> TraceCleaner {
    let policy = try await repository.sensitivePolicy(allow: repository.allowsSecrets)
    return TraceCleaner(
      scrubber: repository.providers?.scrubber ?? SecretScrubber([]), keepsSecrets: policy.allows)
  }
}
