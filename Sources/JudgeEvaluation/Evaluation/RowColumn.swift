public import JudgeJSON
public import JudgeRecords

/// A column that tables of an evaluation have only on request, beside the verdicts.
public enum RowColumn: String, CaseIterable, Hashable, Sendable {
  /// What the application was asked.
  case request
  /// What it answered.
  case response
  /// What people expect of the answer.
  case expectation
  /// What people say on the question of each judge.
  case label
}

extension RowColumn {
  /// Returns the column's value of a trace; for ``label``, that of a question.
  ///
  /// - Parameters:
  ///   - trace: the trace or row.
  ///   - name: the question.
  /// - Returns: the value, or `null` if there is none. Labels are a list if people differ.
  public func value(of trace: Trace, on name: String = "") -> JSONValue {
    switch self {
    case .request: trace.inputs
    case .response: trace.outputs
    case .expectation: trace.expectations ?? .null
    case .label: Self.joined(Self.given(on: name, of: trace))
    }
  }

  /// Returns the values that people gave on a question, one per person.
  static func given(on name: String, of trace: Trace) -> [JSONValue] {
    trace.votes(on: name).compactMap { vote in
      if case .feedback(let value) = vote.assessment.content { return value }
      return nil
    }
  }

  /// Returns the value that all gave, a list of values that differ, or `null` without a value.
  static func joined(_ given: [JSONValue]) -> JSONValue {
    guard let first = given.first else { return .null }
    return given.allSatisfy { $0 == first } ? first : .array(given)
  }
}
