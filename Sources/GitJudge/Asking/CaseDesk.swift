import JudgeEvaluation
import JudgeInterchange
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring

/// A judge that answers cases one by one.
///
/// Nothing is recorded: no run, no verdict, no commit. Models are called as in a run: from the call
/// cache first, and within the budget. Their answers are searched for secrets.
struct CaseDesk: Sendable {
  private let judge: RegisteredJudge
  private let keeper: VerdictGuard
  /// Warnings about the judge itself.
  private let warnings: [String]
  private let reader = RowReader()

  init(_ judge: RegisteredJudge, keeper: VerdictGuard, warnings: [String] = []) {
    self.judge = judge
    self.keeper = keeper
    self.warnings = warnings
  }

  /// Answers a case that is written as one JSON document.
  ///
  /// - Parameters:
  ///   - document: the document with its line.
  ///   - isLine: whether it is one of many lines. The answer then names its line.
  /// - Returns: the answer. If the bytes are not a valid case, an error that names the field.
  func answer(_ document: DocumentSplitter.Document, isLine: Bool = true) async -> CaseAnswer {
    let line = isLine ? document.line : nil
    do throws(ImportError) {
      let row = try reader.row(try document.checked(), line: document.line).row
      return await answer(row, line: line, named: row.id != "row-\(document.line)")
    } catch {
      return refusal(error.description, line: line)
    }
  }

  /// Returns the answer to a case that cannot be read.
  func refusal(_ message: String, line: Int?) -> CaseAnswer {
    CaseAnswer(
      version: judge.version, source: judge.source, id: nil, line: line,
      verdict: Feedback(
        name: judge.name, error: AssessmentError(code: Self.invalidCase, message: message),
        source: judge.source),
      further: [], calibration: nil, calls: CallStatistics(), warnings: [])
  }

  /// The error code for a case that cannot be read.
  static let invalidCase = "INVALID_CASE"

  /// Answers a case.
  ///
  /// - Parameters:
  ///   - row: the case.
  ///   - line: its line number in a file, or `nil`.
  ///   - isNamed: whether the id is the case's own.
  /// - Returns: the answer.
  func answer(_ row: Trace, line: Int? = nil, named isNamed: Bool = true) async -> CaseAnswer {
    let calls = CaseCalls()
    let all = await ModelCalls.$observer.withValue(calls) {
      await scoreAll([row], with: judge, concurrency: 1).first ?? []
    }
    let isOwn: (Feedback) -> Bool = {
      $0.name == judge.name && $0.spanID == nil && $0.metadata["chunk_index"] == nil
    }
    let said =
      all.first(where: isOwn)
      ?? Feedback(
        name: judge.name,
        error: AssessmentError(code: "NO_VERDICT", message: "the judge said nothing of this case"),
        source: judge.source)
    let belief = (judge.base as? CalibratedJudge)?.belief(about: said, on: row)
    // Each case has its own guard. Because nothing is kept, limits over several cases do not apply.
    var keeper = keeper
    let kept = keeper.kept([said] + all.filter { $0 != said }, of: judge)
    let verdict = kept.first ?? said
    return CaseAnswer(
      version: judge.version, source: verdict.source,
      id: isNamed ? row.clientRequestID ?? row.id : nil, line: line, verdict: verdict,
      further: Array(kept.dropFirst()),
      calibration: belief.map {
        CaseAnswer.Calibration(uncalibrated: $0.uncalibrated, probabilities: $0.probabilities)
      }, calls: calls.statistics, warnings: warnings + keeper.warnings)
  }
}
