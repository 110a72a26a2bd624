import JudgeModels
import JudgeRecords
import JudgeScoring
public import JudgeWork

extension JudgeFailure.Code {
  /// There are too few labelled traces.
  public static let tooFewLabels = Self("too-few-labels")
  /// The judge has no verdict on the labelled traces.
  public static let noVerdicts = Self("no-verdicts")
  /// All labels have the same value, so nothing can be learned.
  public static let oneValue = Self("one-value")
  /// This optimizer cannot align the judge.
  public static let unsupported = Self("unsupported")
}

extension JudgeFailure {
  /// Converts a model's failure to an optimizer's.
  ///
  /// The codes that end an alignment are kept. All others become `failed`, because an optimizer may
  /// continue without the answer.
  init(ofModel error: JudgeFailure) {
    let lasting: [Code] = [
      .budget, .quota, .rateLimited, .givenUp, .offline, .cancelled, .noCredentials, .notTrusted,
    ]
    self.init(
      lasting.contains(error.code) ? error.code : .failed, error.message, remedy: error.remedy)
  }

  /// Refuses verdicts if some are unasked, because decisions on the rest would differ from run to
  /// run.
  ///
  /// - Parameter said: the verdicts.
  /// - Throws: `JudgeFailure` with the reason of the first unasked verdict.
  static func check(_ said: [Feedback]) throws(JudgeFailure) {
    guard let error = said.lazy.filter(\.isUnasked).compactMap(\.error).first else { return }
    let codes = [
      "BUDGET": Code.budget, "OFFLINE": .offline, "NOT_ASKED": .givenUp, "CANCELLED": .cancelled,
    ]
    throw JudgeFailure(
      codes[error.code] ?? .failed, error.text,
      remedy: "run it again to go on: the answers so far are kept, and nothing is paid twice")
  }
}
