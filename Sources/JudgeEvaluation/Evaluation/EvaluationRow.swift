public import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// One row of an evaluation, with each judge's feedback.
public struct EvaluationRow: Sendable {
  /// The trace or row.
  public let trace: Trace
  /// The id of the trace under which a row of data is stored; `nil` for traces, and if nothing was
  /// recorded.
  public let traceID: String?
  /// The feedback of the judges, in order; a judge that does not fit the row has none.
  public let feedback: [Feedback]
  /// The row's latency, tokens and documents.
  public let measures: RowMeasures
  /// The values that people gave, one per person, by judge.
  public let labels: [String: [JSONValue]]
  /// The older columns of this row, for prompt metrics and judges of documents.
  let olderColumns: JSONObject
}

extension EvaluationRow {
  /// The trace id, or the row's key or number.
  public var id: String { trace.id }

  /// The row as in MLflow's result table: `<assessment>/value`, `/rationale`, `/error_message`.
  ///
  /// The values are lists if an assessment was given several times. Prompt metrics also have
  /// `<assessment>/score`; the judges of ``OlderColumns`` have more columns. An unasked verdict has
  /// `/unasked` with the reason instead of an error.
  public var json: JSONValue { json(with: []) }

  /// The row as ``json``, with further columns: `request`, `response`, `expectation`, and for each
  /// judge `NAME/label`.
  ///
  /// - Parameter columns: the further columns.
  /// - Returns: the row.
  public func json(with columns: [RowColumn]) -> JSONValue {
    var object: JSONObject = ["trace_id": .string(id)]
    for column in columns {
      if case .label = column {
        for key in labels.keys { object["\(key)/label"] = label(by: key) }
      } else {
        object[column.rawValue] = column.value(of: trace)
      }
    }
    var order: [String] = []
    var groups: [String: [Feedback]] = [:]
    for said in feedback {
      if groups[said.name] == nil { order.append(said.name) }
      groups[said.name, default: []].append(said)
    }
    for name in order {
      let said = groups[name] ?? []
      object["\(name)/value"] = Self.cell(said.map { $0.value ?? .null }, name)
      object["\(name)/rationale"] = Self.cell(
        said.map { $0.rationale.map { .string($0) } ?? .null }, name)
      object["\(name)/error_message"] = Self.cell(
        said.map { Self.reason($0, isUnasked: false) }, name)
      let scores = said.map(OlderColumns.score)
      if scores.contains(where: { !$0.isNull }) {
        object["\(name)/score"] = Self.cell(scores, name)
      }
      if said.contains(where: \.isUnasked) {
        object["\(name)/unasked"] = Self.cell(
          said.map { Self.reason($0, isUnasked: true) }, name)
      }
    }
    object["stored_trace_id"] = traceID.map { .string($0) }
    for (name, value) in measures.values { object[name] = .number(value) }
    for member in olderColumns { object[member.key] = member.value }
    return .object(object)
  }

  /// Returns people's values on a judge's question: the value if all gave the same one, a list if
  /// they differ, `null` if nobody gave one.
  ///
  /// - Parameter key: the judge.
  /// - Returns: the value.
  public func label(by key: String) -> JSONValue { RowColumn.joined(labels[key] ?? []) }

  /// Returns the reason for a missing value, or `null` unless `isUnasked` matches the verdict.
  private static func reason(_ said: Feedback, isUnasked: Bool) -> JSONValue {
    guard said.isUnasked == isUnasked, let error = said.error else { return .null }
    return .string(error.text)
  }

  /// Verdicts per document are always a list, so that one document has the same form as two.
  private static func cell(_ values: [JSONValue], _ name: String) -> JSONValue {
    if values.count == 1, !name.hasSuffix("/chunk"), let only = values.first { return only }
    return .array(values)
  }
}
