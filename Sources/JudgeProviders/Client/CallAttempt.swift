import JudgeModels
import JudgeWork

/// A model and the address at which it is asked.
struct CallTarget: Hashable, Sendable {
  let uri: ModelURI
  let url: String

  /// Returns the error of a call that is not sent.
  func failure(_ stop: EndpointHealth.Stop) -> JudgeFailure {
    let later: Remedy = "run it again later; the answers so far are kept, and nothing is paid twice"
    return switch stop {
    case .exhausted(let words): JudgeFailure(.budget, words, remedy: later)
    case .failing(let count, let words):
      JudgeFailure(
        .givenUp, "the last \(count) calls of \(uri) failed, the last one with: \(words)",
        remedy: later)
    }
  }
}

/// The end of one attempt of a call.
struct CallAttempt: Sendable {
  /// What it means for further calls.
  let outcome: CallOutcome
  /// The answer, or the error.
  let result: Result<ChatResponse, JudgeFailure>
  /// What a failure says about the schema.
  var doubt: SchemaDoubt?

  init(_ outcome: CallOutcome, _ response: ChatResponse) {
    self.outcome = outcome
    result = .success(response)
  }

  init(_ outcome: CallOutcome, _ error: JudgeFailure, doubt: SchemaDoubt? = nil) {
    self.outcome = outcome
    result = .failure(error)
    self.doubt = doubt
  }

  /// The error's message, or an empty text.
  var words: String {
    if case .failure(let error) = result { error.message } else { "" }
  }
}
