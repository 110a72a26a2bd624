public import JudgeJSON
public import JudgeRecords

/// A trace on which a judge and people's consensus differ, with the reasons of both.
public struct WrongVerdict: Sendable {
  /// The trace.
  public let trace: Trace
  /// People's consensus.
  public let consensus: JSONValue
  /// The judge's verdict: another value, or an error.
  public let verdict: Feedback
  /// People's labels, by source id.
  public let votes: [Label]
  /// The part of the split that holds the trace.
  public let part: HeldOutSplit.Part
  /// Whether the judge learned from the trace.
  public let taught: Bool

  /// The case as JSON with stable keys.
  public var json: JSONValue {
    [
      "trace_id": .string(trace.id),
      "client_request_id": trace.clientRequestID.map { .string($0) } ?? .null,
      "inputs": trace.inputs, "outputs": trace.outputs,
      "expectations": trace.expectations ?? .null,
      "consensus": consensus, "verdict": verdict.value ?? .null,
      "error": verdict.error.map {
        ["code": .string($0.code), "message": $0.message.map { .string($0) } ?? .null]
      } ?? .null,
      "rationale": verdict.rationale.map { .string($0) } ?? .null,
      "source_id": .string(verdict.source.id), "part": .string(part.rawValue),
      "taught": .bool(taught),
      "labels": .array(
        votes.map { vote in
          [
            "source_id": .string(vote.assessment.source.id),
            "value": vote.assessment.value ?? .null,
            "rationale": vote.assessment.rationale.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
