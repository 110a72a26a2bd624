public import JudgeJSON
public import JudgeRecords

/// A labelled case in a judge's memory, with all that is needed to show it, and its origin.
public struct Episode: Hashable, Sendable {
  /// The members of a body's example that hold its origin.
  enum Key {
    static let trace = "trace_id"
    static let group = "group"
    static let labels = "source_assessment_ids"
  }

  /// The example as in the body.
  public let example: JSONObject

  /// Reads an example of a body.
  ///
  /// The result is `nil` for an example without a trace, such as one from a file.
  ///
  /// - Parameter value: the example.
  public init?(_ value: JSONValue) {
    guard let object = value.objectValue, object[Key.trace]?.stringValue != nil else { return nil }
    example = object
  }

  /// Creates an episode of a labelled trace.
  ///
  /// - Parameters:
  ///   - trace: the trace.
  ///   - value: people's consensus.
  ///   - rationale: the reason, or `nil` if there is none.
  ///   - labels: the assessment ids of the labels behind the consensus.
  public init(trace: Trace, value: JSONValue, rationale: String?, labels: [String]) {
    var object =
      FewShotExamples.example(trace, value: value, rationale: rationale).objectValue ?? [:]
    object[Key.trace] = .string(trace.id)
    if let group = trace.group { object[Key.group] = .string(group) }
    object[Key.labels] = .array(labels.map { .string($0) })
    example = object
  }

  /// The trace's id.
  public var traceID: String { example[Key.trace]?.stringValue ?? "" }

  /// People's consensus.
  public var value: JSONValue { example["value"] ?? .null }

  /// The assessment ids of the labels behind the consensus.
  public var labels: [String] {
    example[Key.labels]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// The group that the trace must not be separated from; see ``HeldOutSplit``.
  package var group: String {
    var trace = Trace(id: traceID, inputs: example["inputs"] ?? .null, outputs: .null)
    trace.group = example[Key.group]?.stringValue
    return trace.splitGroup
  }

  /// The text by which cases are compared.
  package var text: String {
    CaseSimilarity.text(inputs: example["inputs"] ?? .null, outputs: example["outputs"] ?? .null)
  }
}
