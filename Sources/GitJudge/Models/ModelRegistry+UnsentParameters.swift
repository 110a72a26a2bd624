import JudgeModels
import JudgeRecords
import JudgeScoring

extension ModelRegistry {
  /// Returns a warning for each inference parameter of judges that their models do not get.
  ///
  /// Records are immutable, so a judge of an earlier version keeps parameters that are not valid.
  ///
  /// - Parameter judges: the judges; the members of an ensemble are looked at too.
  /// - Returns: the warnings.
  func unsentParameters(of judges: [any Judge]) -> [String] {
    judges.flatMap { unsentParameters(of: $0.body, model: $0.source.id) }
  }

  private func unsentParameters(of body: JudgeBody, model: String) -> [String] {
    let members = body.form == .ensemble ? (try? EnsembleBody.parts(of: body))?.1 ?? [] : []
    var warnings = members.flatMap { unsentParameters(of: $0, model: model) }
    guard !body.inference.isEmpty else { return warnings }
    warnings += InferenceParameters.faults(in: body.inference).map {
      "\(body.name): \($0.message); it is not sent"
    }
    if case .chat(let chat)? = try? engine(for: body.model ?? model) {
      warnings += chat.unsent(InferenceParameters(validOf: body.inference)).map {
        "\(body.name): inference_params.\($0): \(chat.uri.provider):/ has no such parameter; "
          + "it is not sent"
      }
    }
    return warnings
  }
}
