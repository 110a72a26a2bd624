public import JudgeJSON
public import JudgeRecords

/// A judge, which rates traces.
///
/// A failure is a feedback with an error, never a thrown error and never a made-up value, so that
/// errors are counted together with verdicts.
public protocol Judge: Sendable {
  /// The body: all that decides the verdicts.
  var body: JudgeBody { get }
  /// The source of the verdicts: `LLM_JUDGE` and the model's URI.
  var source: AssessmentSource { get }

  /// Rates a trace.
  ///
  /// - Parameter trace: the trace with its labels and verdicts.
  /// - Returns: a feedback under the judge's name.
  func feedback(on trace: Trace) async -> Feedback

  /// Returns all of the judge's feedback on a trace, its own verdict first.
  ///
  /// - Parameter trace: the trace with its labels and verdicts.
  /// - Returns: one feedback for most judges. Judges of documents, ensembles and code judges may
  ///   add others under further names, and code judges may return none.
  func feedbacks(on trace: Trace) async -> [Feedback]

  /// Prepares for rating many traces, so that data that all of them need is fetched in few calls.
  ///
  /// - Parameter traces: the traces to rate next.
  func prepare(_ traces: [Trace]) async
}

extension Judge {
  /// Does nothing by default.
  public func prepare(_ traces: [Trace]) async {}

  /// Returns the judge's own verdict alone by default.
  public func feedbacks(on trace: Trace) async -> [Feedback] { [await feedback(on: trace)] }

  /// The judge's name.
  public var name: String { body.name }

  /// The identity of the judge's body, or `nil` if the body is too large for a record.
  public var hash: ContentID? { try? body.record().id }

  /// Rates inputs and outputs that are not in a store.
  ///
  /// - Parameters:
  ///   - inputs: the inputs.
  ///   - outputs: the outputs.
  ///   - expectations: the expectations, `{name: value}`.
  /// - Returns: a feedback under the judge's name.
  public func callAsFunction(
    inputs: JSONValue, outputs: JSONValue, expectations: JSONObject? = nil
  ) async -> Feedback {
    var trace = Trace(id: "row", inputs: inputs, outputs: outputs)
    trace.setExpectations(expectations ?? JSONObject())
    return await feedback(on: trace)
  }

  /// Rates a trace.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: a feedback under the judge's name.
  public func callAsFunction(trace: Trace) async -> Feedback { await feedback(on: trace) }
}

extension Trace {
  /// Sets expectations on a trace that is not in a store, with a human as source.
  package mutating func setExpectations(_ expectations: JSONObject) {
    for member in expectations {
      let assessment = Assessment(
        traceID: id, name: member.key, source: .human("default"),
        content: .expectation(member.value))
      guard let record = try? assessment.record() else { continue }
      labels.append(
        Label(id: assessment.id(in: record.id), record: record.id, assessment: assessment))
    }
  }
}
