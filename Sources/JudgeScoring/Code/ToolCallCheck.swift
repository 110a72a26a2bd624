import JudgeJSON
import JudgeRecords

/// A comparison of the tools that a trace called with the expected ones, without a model.
enum ToolCallCheck {
  /// A tool call with its arguments; an expected call without arguments accepts any.
  private struct Call {
    let name: String
    let arguments: JSONValue?

    func admits(_ actual: Call) -> Bool {
      guard name == actual.name else { return false }
      return arguments == nil || arguments == actual.arguments
    }

    var text: String { "\(name)(\(arguments?.canonicalText ?? ""))" }
  }

  /// Compares the calls with `expected_tool_calls`, `[{name, arguments}]`.
  ///
  /// - Parameters:
  ///   - trace: the trace with its TOOL spans.
  ///   - isOrdered: whether the order matters.
  /// - Returns: `yes` if the trace made all of the expected calls and no others.
  static func compare(
    _ trace: Trace, isOrdered: Bool
  ) -> Result<CheckAnswer, AssessmentError> {
    let given = trace.expectations?.objectValue?["expected_tool_calls"]
    let list =
      given?.arrayValue
      ?? given?.stringValue.flatMap { try? JSONValue(parsing: Array($0.utf8)) }?.arrayValue
    guard let list else {
      return .failure(
        AssessmentError(
          code: "MISSING_FIELD", message: "the trace \(trace.id) has no expected_tool_calls"))
    }
    let expected = list.compactMap { item -> Call? in
      guard let name = item.objectValue?["name"]?.stringValue ?? item.stringValue else {
        return nil
      }
      return Call(name: name, arguments: item.objectValue?["arguments"])
    }
    var actual = SpanFields.all(of: trace).filter { $0.type == "TOOL" }
      .map { Call(name: $0.name, arguments: $0.inputs) }
    var missing: [Call] = []
    if isOrdered {
      let isSame =
        expected.count == actual.count && zip(expected, actual).allSatisfy { $0.admits($1) }
      return .success(
        CheckAnswer(
          isSame,
          isSame
            ? "the expected tools were called in order"
            : "expected \(text(expected)); called \(text(actual))"))
    }
    // Calls with arguments first, so that an expected call without arguments does not use up
    // theirs.
    for call in expected.sorted(by: {
      ($0.arguments != nil ? 0 : 1) < ($1.arguments != nil ? 0 : 1)
    }) {
      if let place = actual.firstIndex(where: { call.admits($0) }) {
        actual.remove(at: place)
      } else {
        missing.append(call)
      }
    }
    let isGood = missing.isEmpty && actual.isEmpty
    return .success(
      CheckAnswer(
        isGood,
        isGood
          ? "the expected tools were called"
          : "missing: \(text(missing)); not expected: \(text(actual))"))
  }

  private static func text(_ calls: [Call]) -> String {
    calls.isEmpty ? "none" : calls.map(\.text).joined(separator: ", ")
  }
}
