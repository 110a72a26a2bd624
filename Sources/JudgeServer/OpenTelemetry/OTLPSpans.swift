import GitJudge
import JudgeInterchange

/// What a trace takes from its spans.
enum OTLPSpans {
  /// The inputs and outputs of the root, or if it has none, of the outermost spans that have some.
  static func content(of spans: [JSONValue]) -> (inputs: JSONValue?, outputs: JSONValue?) {
    let root = MLflowSpans.content(of: MLflowSpans.root(of: spans))
    if root.inputs != nil || root.outputs != nil { return root }
    return MLflowSpans.innerContent(of: spans)
  }

  /// Whether the span without a parent is there.
  static func hasRoot(_ spans: [JSONValue]) -> Bool { MLflowSpans.root(of: spans) != nil }
}
