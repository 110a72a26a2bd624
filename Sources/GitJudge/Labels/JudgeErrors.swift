public import JudgeEvaluation
public import JudgeJSON

/// Where a judge is wrong: the labelled traces on which it differs from people.
public struct JudgeErrors: Sendable {
  /// `NAME@vN` or the hash of the judge, or the source of imported verdicts.
  public let judge: String
  /// The cases and the confusion matrix.
  public let wrong: WrongVerdicts
  /// The number of labelled traces of the test set with a verdict, which are left out.
  public let heldOut: Int
  /// The look at the test set, if its cases are among ``wrong``.
  public let look: TestSetLook
  /// Notes for the reader.
  public let notes: [String]

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "judge": .string(judge), "feedback_name": .string(wrong.question),
      "wrong": .number(Double(wrong.cases.count)), "held_out": .number(Double(heldOut)),
    ]
    for member in wrong.json { object[member.key] = member.value }
    object["test_set"] = look.json
    object["warnings"] = .array(notes.map { .string($0) })
    return .object(object)
  }
}
