import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

/// Rows with people's verdicts, as few-shot examples of the judges whose columns they have.
///
/// The columns are those that an evaluation prints (databricks-agents' `examples_df`).
public struct ExampleFrame: Sendable {
  private let path: String
  private let rows: [Trace]
  private let columns: [JSONObject]

  /// Reads examples.
  ///
  /// - Parameters:
  ///   - bytes: rows as JSON lines or CSV.
  ///   - path: the path of the file, for errors.
  /// - Throws: `JudgeFailure` that names the line.
  public init(_ bytes: [UInt8], path: String) throws {
    let file = RowFile.read(bytes, path: path)
    if let problem = file.rejected.first {
      throw JudgeFailure(.invalid, "\(path):\(problem.line): \(problem.message)")
    }
    self.path = path
    rows = file.rows
    columns = file.columns
  }

  /// Returns a judge with the examples that have its verdicts.
  ///
  /// - Parameters:
  ///   - body: the judge.
  ///   - isFrame: whether other rows are left out; otherwise they are an error.
  /// - Returns: the judge; unchanged if no row of a frame has its verdict.
  /// - Throws: `JudgeFailure` that names the row.
  func adding(to body: JudgeBody, isFrame: Bool = true) throws -> JudgeBody {
    try FewShotExamples.adding(rows, columns: columns, to: body, isFrame: isFrame)
  }

  /// The error about examples that no judge of an evaluation takes.
  var unused: JudgeFailure {
    JudgeFailure(
      .invalid, "\(path): no example has a verdict of a judge that takes part",
      remedy: .advice(
        "examples are for rules and for built-in judges that are not registered (a registered "
          + "judge gets its examples with a new version); give them a column such as "
          + "\"correctness/value\" or \"response/llm_judged/correctness/rating\""))
  }
}
