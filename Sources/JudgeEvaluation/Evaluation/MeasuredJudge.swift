package import JudgeRecords
import JudgeScoring

/// A judge with the name that its metrics have in a run or an evaluation.
package struct MeasuredJudge: Hashable, Sendable {
  /// The body.
  package let body: JudgeBody
  /// The body's identity.
  package let hash: ContentID
  /// `NAME@vN`, or the first digits of the hash.
  package let label: String
  /// The name in metrics and columns: the judge's name, or its label beside other versions of it.
  package let key: String

  /// Names judges.
  ///
  /// - Parameter judges: the judges of a run, each with its registered name.
  /// - Returns: the judges in order, with distinct keys.
  package static func named(
    _ judges: [(body: JudgeBody, hash: ContentID, name: String, label: String)]
  ) -> [MeasuredJudge] {
    judges.map { judge in
      let isOnly = judges.count { $0.name == judge.name } == 1
      return MeasuredJudge(
        body: judge.body, hash: judge.hash, label: judge.label,
        key: isOnly ? judge.name : judge.label)
    }
  }
}
