public import JudgeModels
import JudgeRecords
import JudgeScoring

/// Why an alignment cannot be done.
public struct AlignmentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a stable word.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Too few labelled traces.
    public static let tooFewLabels = Code(rawValue: "too-few-labels")
    /// The judge has no verdict on the labelled traces.
    public static let noVerdicts = Code(rawValue: "no-verdicts")
    /// People gave one value only: nothing can be learnt.
    public static let oneValue = Code(rawValue: "one-value")
    /// The judge cannot be aligned by this optimizer.
    public static let unsupported = Code(rawValue: "unsupported")
    /// The budget of calls or of cost is used up, or the provider refuses for too many requests.
    public static let budget = Code(rawValue: "budget")
    /// The answers are not in the cache and calling out was forbidden.
    public static let offline = Code(rawValue: "offline")
    /// A provider's key is missing or refused.
    public static let noCredentials = Code(rawValue: "no-credentials")
    /// The task was cancelled.
    public static let cancelled = Code(rawValue: "cancelled")
    /// The optimizer failed.
    public static let failed = Code(rawValue: "failed")
  }

  /// What is wrong.
  public let code: Code
  /// What is wrong, for people.
  public let message: String
  /// What to do.
  public let hint: String?

  /// Creates an error.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// A model's error.
  public init(_ error: ModelError) {
    let codes: [ModelError.Code: Code] = [
      .budget: .budget, .rateLimited: .budget, .offline: .offline, .cancelled: .cancelled,
      .noCredentials: .noCredentials, .notTrusted: .noCredentials,
    ]
    self.init(codes[error.code] ?? .failed, error.message, hint: error.hint)
  }

  /// Refuses verdicts of which some were not asked for: decisions on the rest would differ from run
  /// to run.
  ///
  /// - Parameter said: verdicts.
  /// - Throws: `AlignmentError` with the reason of the first one that was not asked for.
  static func check(_ said: [Feedback]) throws(AlignmentError) {
    guard let error = said.lazy.filter(\.isUnasked).compactMap(\.error).first else { return }
    let codes = [
      "BUDGET": Code.budget, "OFFLINE": .offline, "CANCELLED": .cancelled,
    ]
    throw AlignmentError(
      codes[error.code] ?? .failed, error.text,
      hint: "answers so far are kept: run it again to go on, nothing is paid twice")
  }

  /// Message and hint.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
