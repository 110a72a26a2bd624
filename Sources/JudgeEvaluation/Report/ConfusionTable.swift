package import JudgeAgreement
public import JudgeJSON

/// How often a judge gave each value where people agree on a value, failed verdicts included.
public struct ConfusionTable: Sendable {
  /// People's value and the number of traces on which the judge gave each value, or failed.
  public struct Row: Sendable {
    /// The text of people's value.
    public let people: String
    /// The counts per value of ``ConfusionTable/values``.
    public let said: [Int]
    /// The number of failed verdicts.
    public let failures: Int
  }

  /// The texts of the values, in the order of rows and columns.
  public let values: [String]
  /// One row per value of people.
  public let rows: [Row]

  /// Whether the judge failed on any trace.
  public var hasFailures: Bool { rows.contains { $0.failures > 0 } }

  /// Creates the table of a comparison.
  ///
  /// - Parameters:
  ///   - comparison: the judge's verdicts against the consensus.
  ///   - values: the values by label code.
  ///   - order: the codes in the order to show; empty for the order of the codes.
  package init(_ comparison: JudgeComparison, values: [JSONValue], order: [Int] = []) {
    let codes = order.isEmpty ? Array(values.indices) : order
    let texts = values.map { $0.stringValue ?? $0.canonicalText }
    self.values = codes.map { texts[$0] }
    rows = codes.map { truth in
      Row(
        people: texts[truth],
        said: codes.map { comparison.confusion[truth: truth, prediction: $0] },
        failures: comparison.failures[truth])
    }
  }

  /// The table as JSON with stable keys: `{people: {verdicts: {judge: n}, failures}}`.
  public var json: JSONValue {
    var object = JSONObject()
    for row in rows {
      var said = JSONObject()
      for (value, count) in zip(values, row.said) { said[value] = .number(Double(count)) }
      object[row.people] = [
        "verdicts": .object(said), "failures": .number(Double(row.failures)),
      ]
    }
    return .object(object)
  }
}
