package import JudgeWork

/// A chat model that draws its answers at a temperature, each draw independent of the others.
package struct SampledModel: ChatModel {
  private let model: any ChatModel
  private let temperature: Double?
  private let sample: Int

  /// Wraps a model.
  ///
  /// - Parameters:
  ///   - model: the model to ask.
  ///   - temperature: the temperature, 0 to 2; `nil` keeps the request's own.
  ///   - sample: the number of the draw, from 0.
  package init(_ model: any ChatModel, temperature: Double?, sample: Int) {
    self.model = model
    self.temperature = temperature
    self.sample = sample
  }

  package var uri: ModelURI { model.uri }

  package func unsent(_ parameters: InferenceParameters) -> [String] { model.unsent(parameters) }

  package var maxFailures: Int { model.maxFailures }

  package func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    var request = request
    if let temperature { request.temperature = temperature }
    request.sample = sample
    return try await model.complete(request)
  }
}
