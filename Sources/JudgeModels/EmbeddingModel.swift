public import JudgeWork

/// A model that turns texts into vectors.
public protocol EmbeddingModel: Sendable {
  /// The model's URI.
  var uri: ModelURI { get }

  /// Returns the vectors of texts.
  ///
  /// - Parameter texts: the texts; the same text is embedded only once, even over several runs if
  ///   there is a cache.
  /// - Returns: one vector per text, in order, all of the same length.
  /// - Throws: `JudgeFailure` if the provider fails.
  func embed(_ texts: [String]) async throws(JudgeFailure) -> [[Double]]
}
