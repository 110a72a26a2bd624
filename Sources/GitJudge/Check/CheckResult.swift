public import JudgeEvaluation
public import JudgeInterchange
public import JudgeJSON
import JudgeRecords
public import JudgeWork

/// The result of `check` on a table.
public struct CheckResult: Sendable {
  /// One case in readable form.
  public struct Case: Sendable {
    /// The line on which its first row begins.
    public let line: Int
    /// The key of the case in the file, if it has one.
    public let key: String?
    /// The texts of the case, by column.
    public let texts: [(column: String, text: String)]
  }

  /// The file's name.
  public let file: String
  /// The judge's column.
  public let judge: String
  /// The columns of people's labels.
  public let people: [String]
  /// The figures.
  public let report: CheckReport
  /// The cases, by item code of the report's set.
  public let cases: [Case]
  /// The values that count as good, or empty if the values are not divided into good and bad.
  public let passing: [JSONValue]
  /// The number of cases without a label.
  public let unlabelled: Int
  /// Rows that could not be read.
  public let problems: [CaseTable.Problem]
  /// Notes on what was detected and assumed.
  public let notes: [Notice]
  /// The cases as lines of an import, for keeping them in a store.
  let traces: [Trace]

  /// Returns the result as `git judge check --json` prints it.
  ///
  /// - Parameters:
  ///   - limit: the maximum number of differences to list, or `nil` for all.
  ///   - phrase: words a note for the reader's interface.
  /// - Returns: an object with stable keys.
  public func json(
    limit: Int? = nil, phrasing phrase: (Notice) -> String = \.text
  ) -> JSONValue {
    let set = report.agreement.set
    var object: JSONObject = [
      "file": .string(file), "judge": .string(judge),
      "people": .array(set.reviewers.map { .string($0) }),
      "cases": .number(Double(cases.count)), "unlabelled": .number(Double(unlabelled)),
      "values": .array(set.values), "passing": .array(passing),
      "fit": report.figures.fit.json, "judge_with_people": .object(report.json),
      "agreement": report.agreement.json(judge: judge),
      "disagreement_count": .number(Double(report.differences.count)),
      "notes": .array(notes.map { .string(phrase($0)) }),
    ]
    object["problems"] = .array(
      problems.map { ["line": .number(Double($0.line)), "message": .string($0.message)] })
    let shown = limit.map { Array(report.differences.prefix($0)) } ?? report.differences
    object["tied"] = .array(
      report.ties.map { item in
        [
          "line": .number(Double(cases[item].line)),
          "id": cases[item].key.map { .string($0) } ?? .null,
        ]
      })
    object["disagreements"] = .array(shown.map { json(of: $0) })
    return .object(object)
  }

  private func json(of difference: CheckReport.Difference) -> JSONValue {
    let one = cases[difference.item]
    var texts = JSONObject()
    for (column, text) in one.texts { texts[column] = .string(text) }
    return [
      "line": .number(Double(one.line)), "id": one.key.map { .string($0) } ?? .null,
      "texts": .object(texts), "verdict": difference.verdict ?? .null,
      "rationale": difference.rationale.map { .string($0) } ?? .null,
      "consensus": difference.consensus,
      "labels": .array(
        difference.votes.map { vote in
          [
            "source_id": .string(vote.source), "value": vote.value,
            "rationale": vote.rationale.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
