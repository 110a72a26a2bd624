public import JudgeWork

/// A model that turns texts into vectors.
public protocol EmbeddingModel: Sendable {
  /// The model's URI.
  var uri: ModelURI { get }

  /// The vectors of texts.
  ///
  /// - Parameter texts: the texts; the same text is embedded once, and never twice over runs if
  ///   a cache is kept.
  /// - Returns: one vector per text, in order, all of one length.
  /// - Throws: `JudgeFailure` if the provider fails.
  func embed(_ texts: [String]) async throws(JudgeFailure) -> [[Double]]
}
