import JudgeRecords
import JudgeScoring
public import JudgeWork

extension JudgeFailure.Code {
  /// Too few labelled traces.
  public static let tooFewLabels = Self("too-few-labels")
  /// The judge has no verdict on the labelled traces.
  public static let noVerdicts = Self("no-verdicts")
  /// People gave one value only: nothing can be learnt.
  public static let oneValue = Self("one-value")
  /// The judge cannot be aligned by this optimizer.
  public static let unsupported = Self("unsupported")
}

extension JudgeFailure {
  /// A model's failure, as optimizers see it.
  ///
  /// The codes that end an alignment stay. All others are `failed`: an optimizer may go on without
  /// the answer.
  init(ofModel error: JudgeFailure) {
    let lasting: [Code] = [
      .budget, .rateLimited, .offline, .cancelled, .noCredentials, .notTrusted,
    ]
    self.init(
      lasting.contains(error.code) ? error.code : .failed, error.message, remedy: error.remedy)
  }

  /// Refuses verdicts of which some were not asked for: decisions on the rest would differ from run
  /// to run.
  ///
  /// - Parameter said: verdicts.
  /// - Throws: `JudgeFailure` with the reason of the first one that was not asked for.
  static func check(_ said: [Feedback]) throws(JudgeFailure) {
    guard let error = said.lazy.filter(\.isUnasked).compactMap(\.error).first else { return }
    let codes = ["BUDGET": Code.budget, "OFFLINE": .offline, "CANCELLED": .cancelled]
    throw JudgeFailure(
      codes[error.code] ?? .failed, error.text,
      remedy: "run it again to go on: the answers so far are kept, and nothing is paid twice")
  }
}
