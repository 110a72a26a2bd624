public import JudgeRecords
import JudgeScoring
import JudgeWork

extension JudgeBody {
  /// Returns this body with few-shot examples from a file added.
  ///
  /// - Parameters:
  ///   - bytes: rows as JSON lines or CSV.
  ///   - path: the path of the file, for errors.
  /// - Returns: the body with the examples.
  /// - Throws: `JudgeFailure` that names the line or the row.
  public func addingExamples(
    _ bytes: [UInt8], path: String
  ) async throws -> JudgeBody {
    try ExampleFrame(bytes, path: path).adding(to: self, isFrame: false)
  }
}
