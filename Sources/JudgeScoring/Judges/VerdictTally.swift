import JudgeModels
import JudgeRecords
import Synchronization

/// Whether a judge's model has ever answered with a verdict.
///
/// A model that never does, whatever it is asked, must not be paid for a thousand rows.
final class VerdictTally: Sendable {
  private struct State {
    var hasVerdict = false
    /// The cases without a verdict, until the first verdict.
    var failures = 0
    var last = ""
  }

  private let state = Mutex(State())

  /// Decides whether to ask about a case.
  ///
  /// - Parameter model: the model that answers.
  /// - Returns: the error of a case that is not asked any more, or `nil` if the model may be asked.
  func refusal(by model: any ChatModel) -> AssessmentError? {
    let most = model.maxFailures
    return state.withLock { state in
      guard most > 0, !state.hasVerdict, state.failures >= most else { return nil }
      return AssessmentError(
        code: Feedback.givenUp,
        message: "none of the first \(most) replies of \(model.uri) was a verdict, the last one: "
          + "\(state.last); check the model and the instructions")
    }
  }

  /// Counts the outcome of a case.
  func count(_ feedback: Feedback) {
    state.withLock { state in
      if feedback.value != nil {
        state.hasVerdict = true
      } else if let error = feedback.error, error.code == Feedback.invalidReply {
        state.failures += 1
        state.last = error.message ?? ""
      }
    }
  }
}
