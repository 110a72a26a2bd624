public import JudgeEvaluation
public import JudgeJSON

/// Two runs compared on one question.
public struct RunComparison: Sendable {
  /// The comparison; its interval holds for the best of the judges that were measured.
  public let figures: VerdictComparison
  /// The same with a 95 % interval, which decides whether a loss is proved.
  let loss: VerdictComparison
  /// Whether the held-out part was looked at.
  public let look: TestSetLook

  /// What a reader should know.
  public var notes: [String] {
    var notes: [String] = []
    if figures.taught > 0 {
      notes.append(
        "\(figures.taught) of \(figures.n) traces taught one of the judges: no measure of new ones")
    }
    if !look.isOpen { notes.append(LookService.closedNote(look)) }
    return notes
  }

  /// The comparison as JSON with stable keys.
  public var json: JSONValue {
    var object = figures.json.objectValue ?? [:]
    object["test_set"] = look.json
    object["notes"] = .array(notes.map { .string($0) })
    return .object(object)
  }
}
