import JudgeJSON
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
  /// The name in metrics and columns: the judge's name, or a longer name if several have it.
  package let key: String

  /// Names judges.
  ///
  /// - Parameter judges: the judges of a run, each with its registered name.
  /// - Returns: the judges in order, with distinct keys.
  package static func named(
    _ judges: [(body: JudgeBody, hash: ContentID, name: String, label: String)]
  ) -> [MeasuredJudge] {
    var used: Set<String> = []
    return judges.map { judge in
      let isOnly = judges.count { $0.name == judge.name } == 1
      let isRegistered = judge.label != judge.hash.prefix(12)
      let longer = isRegistered ? judge.label : "\(judge.name)@\(origin(of: judge.body))"
      let key = isOnly ? judge.name : longer
      var free = key
      var number = 1
      while !used.insert(free).inserted {
        number += 1
        free = "\(key)#\(number)"
      }
      return MeasuredJudge(body: judge.body, hash: judge.hash, label: judge.label, key: free)
    }
  }

  /// Returns the kind of a judge that is not registered, in a word: no alias can be confused with
  /// it, because aliases belong to registered judges.
  private static func origin(of body: JudgeBody) -> String {
    if body.settings[JudgeSettings.builtIn] != nil { return "builtin" }
    if body.settings[GuidelinesBody.key] != nil { return "guidelines" }
    return switch body.form {
    case .program?: "program"
    case .promptMetric?: "prompt"
    case .function?: "function"
    case .ensemble?: "ensemble"
    default: "unregistered"
    }
  }
}
