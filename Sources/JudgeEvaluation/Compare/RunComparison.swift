import JudgeAgreement
public import JudgeJSON
import JudgeRecords
package import JudgeWork

/// A comparison of two runs on one question.
public struct RunComparison: Sendable {
  /// The comparison; its interval holds for the best of the judges that were measured.
  public let figures: VerdictComparison
  /// The same comparison with a 95 % interval, which decides whether a loss is proved.
  package let loss: VerdictComparison
  /// The look at the held-out part.
  public let look: TestSetLook

  /// Compares the verdicts of two judges on the same traces.
  ///
  /// - Parameters:
  ///   - earlier: the verdicts of the earlier run.
  ///   - later: the verdicts of the later run.
  ///   - known: the known data of the traces.
  ///   - pass: the passing values of the later judge.
  ///   - look: whether held-out traces count, and the number of judges among which the best is
  ///     taken.
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
    // A look at many judges must not make it easier to say that a loss is not proved.
    loss = try VerdictComparison(rows, pass: pass)
    self.look = look
  }

  /// Returns the ids of traces on which both runs have a verdict, sorted.
  package static func common(_ earlier: RunVerdicts, _ later: RunVerdicts) -> [String] {
    later.values.keys.filter { earlier.values[$0] != nil }.sorted()
  }

  /// Notes for the reader.
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
