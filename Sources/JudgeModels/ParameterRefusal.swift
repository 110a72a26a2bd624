import JudgeJSON
package import JudgeWork

/// A model's refusal of an inference parameter, found in the provider's words.
package enum ParameterRefusal {
  /// Returns an error with a remedy that names the parameter, if the provider refused one of the
  /// request.
  ///
  /// - Parameters:
  ///   - error: the error of a call.
  ///   - request: the request.
  /// - Returns: the same error if it has a remedy already or is about something else.
  package static func explained(_ error: JudgeFailure, _ request: ChatRequest) -> JudgeFailure {
    guard error.code == .failed, error.remedy == nil else { return error }
    let words = Set(
      error.message.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { $0.lowercased() })
    guard !words.isDisjoint(with: signs),
      let name = sent(request).first(where: { words.contains($0.lowercased()) })
    else { return error }
    return JudgeFailure(error.code, error.message, remedy: .advice(advice(name, request)))
  }

  /// Words of a refusal.
  private static let signs: Set<String> = [
    "support", "supported", "supports", "unsupported", "unknown", "unrecognized", "unrecognised",
    "unexpected", "invalid", "permitted", "allowed", "deprecated", "must", "extra", "forbidden",
    "removed", "range",
  ]

  /// The parameters that a request has, those of `extra_body` last.
  private static func sent(_ request: ChatRequest) -> [String] {
    var names = request.parameters.keys.filter { $0 != "extra_body" }
    if request.maxTokens != nil { names.append("max_tokens") }
    if request.temperature != nil { names.append("temperature") }
    if request.topP != nil { names.append("top_p") }
    return names + (request.parameters["extra_body"]?.objectValue?.keys ?? [])
  }

  private static func advice(_ name: String, _ request: ChatRequest) -> String {
    let other = ["max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"]
    if let other = other[name] { return "write \(other) instead of \(name) in inference_params" }
    let isExtra = request.parameters["extra_body"]?.objectValue?[name] != nil
    return "change \(name) in inference_params\(isExtra ? ".extra_body" : ""), or take it out"
  }
}
