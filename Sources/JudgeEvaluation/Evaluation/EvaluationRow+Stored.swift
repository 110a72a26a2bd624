import JudgeJSON
package import JudgeRecords
import JudgeScoring

extension EvaluationRow {
  /// Creates the row of a stored run.
  ///
  /// - Parameters:
  ///   - trace: the trace or row, with its labels and verdicts.
  ///   - run: the run.
  ///   - judges: the judges of the run, each with its registered name.
  package init(
    _ trace: Trace, in run: ContentID, by judges: [(judge: MeasuredJudge, name: String)]
  ) {
    var feedback: [Feedback] = []
    var columns = JSONObject()
    var labels: [String: [JSONValue]] = [:]
    for (judge, registered) in judges {
      let body = judge.body
      let said = trace.verdicts.filter { $0.run == run && $0.judge == judge.hash }.map { stored in
        // Its own verdict is stored under its registered name, in earlier versions under its question.
        let isOwn =
          stored.metadata[Feedback.questionKey] != nil
          || Bytewise.equal(stored.name, body.feedbackName)
        return stored.renamed(from: isOwn ? stored.name : registered, to: body.name)
      }
      for column in OlderColumns.of(said, judge.body, key: judge.key) {
        columns[column.key] = column.value
      }
      feedback += said.map { $0.renamed(from: judge.body.name, to: judge.key) }
      labels[judge.key] = RowColumn.given(on: judge.body.feedbackName, of: trace)
    }
    var row = trace
    // The spans are long, and only the measures need them.
    row.spans = []
    row.verdicts = []
    if let key = trace.rowKey { row.id = key }
    if row.id.hasPrefix(RowMark.prefix) { row.id = String(row.id.dropFirst(RowMark.prefix.count)) }
    self.init(
      trace: row, traceID: trace.rowKey == nil ? nil : trace.id, feedback: feedback,
      measures: RowMeasures(trace), labels: labels, olderColumns: columns)
  }
}

extension EvaluationRow {
  /// Whether a row comes before another in a table: by their names, with numbers in order.
  package static func precedes(_ left: EvaluationRow, _ right: EvaluationRow) -> Bool {
    let (first, second) = (pieces(of: left.id), pieces(of: right.id))
    for (one, other) in zip(first, second) where one != other {
      if let number = Int(one), let next = Int(other), number != next { return number < next }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return first.count < second.count
  }

  /// Returns a name in pieces that are all digits or have none.
  private static func pieces(of name: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = name.startIndex
    for place in name.indices where place > start {
      let before = name[name.index(before: place)]
      guard before.isASCIIDigit != name[place].isASCIIDigit else { continue }
      pieces.append(name[start..<place])
      start = place
    }
    return pieces + [name[start...]]
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
