import JudgeAgreement
public import JudgeJSON
import JudgeRecords
package import JudgeWork

/// Two runs compared on one question.
public struct RunComparison: Sendable {
  /// The comparison; its interval holds for the best of the judges that were measured.
  public let figures: VerdictComparison
  /// The same with a 95 % interval, which decides whether a loss is proved.
  package let loss: VerdictComparison
  /// Whether the held-out part was looked at.
  public let look: TestSetLook

  /// Compares what two judges said on the same traces.
  ///
  /// - Parameters:
  ///   - earlier: the verdicts of the earlier run.
  ///   - later: those of the later one.
  ///   - known: what is known of the traces.
  ///   - pass: the passing values of the later judge.
  ///   - look: whether held-out traces count, and for the best of how many judges figures hold.
  /// - Throws: `JudgeFailure`, which well-formed verdicts do not cause.
  package init(
    _ earlier: RunVerdicts, _ later: RunVerdicts, _ known: MeasuredTraces, pass: [JSONValue],
    look: TestSetLook
  ) throws(JudgeFailure) {
    var ids = Self.common(earlier, later)
    if !look.isOpen { ids.removeAll { known.keys[$0] != nil } }
    let taught = [earlier.judge, later.judge].compactMap { $0.flatMap { known.taught[$0] } }
    let rows = ids.map { id in
      VerdictComparison.Row(
        id: id, first: earlier.value(on: id), second: later.value(on: id), truth: known.truth[id],
        group: known.groups[id], isTaught: taught.contains { $0.contains(id) })
    }
    figures = try VerdictComparison(rows, pass: pass, confidence: look.confidence)
    // Who looks at many judges must not find it easier to say that a loss is not proved.
    loss = try VerdictComparison(rows, pass: pass)
    self.look = look
  }

  /// The traces on which both runs have a verdict, sorted.
  package static func common(_ earlier: RunVerdicts, _ later: RunVerdicts) -> [String] {
    later.values.keys.filter { earlier.values[$0] != nil }.sorted()
  }

  /// What a reader should know.
  public var notes: [String] {
    var notes: [String] = []
    if figures.taught > 0 {
      notes.append(
        "\(figures.taught) of \(figures.n) traces taught one of the judges: no measure of new ones")
    }
    if !look.isOpen { notes.append(look.closedNote) }
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
