import FoundationEssentials
public import JudgeAlignment
public import JudgeJSON
import JudgeProviders
import JudgeScoring

/// A comparison of several optimizers on the same traces.
public struct OptimizerComparison: Sendable {
  /// The result of one optimizer.
  public struct Entry: Sendable {
    /// The optimizer's name.
    public let optimizer: String
    /// The result on the validation part, or `nil` if the optimizer failed.
    public let evidence: SelectionEvidence?
    /// The reason for the failure, or `nil` if the optimizer succeeded.
    public let error: String?
    /// The calls made for the optimizer.
    public let calls: CallStatistics
    /// The duration in seconds.
    public let seconds: Double

    /// The entry as JSON with stable keys.
    public var json: JSONValue {
      var object: JSONObject = ["optimizer": .string(optimizer)]
      object["selection"] = evidence?.json ?? .null
      calls.put(into: &object)
      object["seconds"] = .number((seconds * 1000).rounded() / 1000)
      if let error { object["error"] = .string(error) }
      return .object(object)
    }
  }

  /// One entry per optimizer, the best first.
  public let entries: [Entry]
  /// The name of the best optimizer, or `nil` if none beats the base.
  public let winner: String?
  /// The winner's report.
  ///
  /// If nothing beats the base, the best candidate's report without held-out figures.
  public let result: AlignResult

  /// The comparison as JSON with stable keys, in addition to those of `align`.
  public var json: JSONValue {
    var object = result.json.objectValue ?? [:]
    object["optimizers"] = .array(entries.map(\.json))
    object["winner"] = winner.map { .string($0) } ?? .null
    return .object(object)
  }
}
