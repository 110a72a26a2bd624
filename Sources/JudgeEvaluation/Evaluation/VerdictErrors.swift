public import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// The errors of judges: each reason once, with the number of verdicts and the first traces.
///
/// Unasked verdicts (budget, `--offline`) are not errors. They are either left out, or the only ones
/// that count.
public struct VerdictErrors: Sendable {
  /// A reason.
  public struct Group: Hashable, Sendable {
    /// The error's stable word, such as `MODEL_FAILED`.
    public let code: String
    /// The message of the first such verdict, or `nil` if it had none.
    public let message: String?
    /// The number of verdicts with this reason.
    public fileprivate(set) var count = 0
    /// The names of their assessments, in order of their first error.
    public fileprivate(set) var names: [String] = []
    /// The ids of the first traces or rows, at most ``VerdictErrors/mostTraces``.
    public fileprivate(set) var traces: [String] = []
  }

  /// The largest number of traces per reason.
  public static let mostTraces = 10
  /// The largest number of reasons; further errors are only counted.
  static let mostGroups = 100
  /// The number of reasons that are printed, and of traces per reason.
  private static let shown = 3

  /// The reasons, in order of their first verdict.
  public private(set) var groups: [Group] = []
  /// The number of errors with further reasons.
  public private(set) var uncounted = 0
  /// The number of errors by code.
  public private(set) var codes: [String: Int] = [:]
  private var places: [String: Int] = [:]
  private let areUnasked: Bool

  /// Creates a value without errors.
  ///
  /// - Parameter areUnasked: whether it counts unasked verdicts, and not errors.
  package init(areUnasked: Bool = false) { self.areUnasked = areUnasked }

  /// The number of errors.
  public var count: Int { groups.reduce(uncounted) { $0 + $1.count } }

  /// Adds a judge's verdict on a trace or row, if it is an error.
  ///
  /// - Parameters:
  ///   - feedback: The verdict.
  ///   - id: The id of the trace or row.
  package mutating func add(_ feedback: Feedback, on id: String) {
    guard let error = feedback.error, feedback.isUnasked == areUnasked else { return }
    codes[error.code, default: 0] += 1
    // Messages that differ only in the trace's id have the same reason.
    let key = id.isEmpty ? error.text : error.text.replacing(id, with: "\u{0}")
    guard let place = places[key] else {
      guard groups.count < Self.mostGroups else {
        uncounted += 1
        return
      }
      places[key] = groups.count
      groups.append(
        Group(
          code: error.code, message: error.message, count: 1, names: [feedback.name],
          traces: [id]))
      return
    }
    groups[place].count += 1
    if !groups[place].names.contains(feedback.name) { groups[place].names.append(feedback.name) }
    if groups[place].traces.count < Self.mostTraces, !groups[place].traces.contains(id) {
      groups[place].traces.append(id)
    }
  }

  /// Returns the first reasons as text, one per line: the first trace, the error and its count.
  ///
  /// - Parameter hasSeveralJudges: Whether each line names the judges.
  /// - Returns: The lines. The last one counts the errors that are not shown.
  public func lines(hasSeveralJudges: Bool = false) -> [String] {
    var lines = groups.prefix(Self.shown).map { group in
      let who = hasSeveralJudges ? group.names.joined(separator: ", ") + " on " : ""
      var line = who + (group.traces.first ?? "") + ": " + group.text
      guard group.count > 1 else { return line }
      line += " (\(Count.of(group.count, "verdict"))"
      let more = group.traces.dropFirst().prefix(Self.shown - 1)
      if !more.isEmpty { line += "; also " + more.joined(separator: ", ") }
      return line + (group.count > more.count + 1 && !more.isEmpty ? ", …)" : ")")
    }
    let rest = groups.dropFirst(Self.shown).reduce(uncounted) { $0 + $1.count }
    if rest > 0 { lines.append("… \(Count.of(rest, "verdict")) with other errors") }
    return lines
  }

  /// The reasons as JSON with stable keys.
  public var json: JSONValue {
    .array(
      groups.map { group in
        [
          "code": .string(group.code), "message": group.message.map { .string($0) } ?? .null,
          "n": .number(Double(group.count)),
          "names": .array(group.names.map { .string($0) }),
          "trace_ids": .array(group.traces.map { .string($0) }),
        ]
      })
  }
}

extension VerdictErrors.Group {
  /// Code and message on one line.
  public var text: String { message.map { "\(code): \($0)" } ?? code }
}
