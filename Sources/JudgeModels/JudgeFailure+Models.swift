public import JudgeWork

extension JudgeFailure.Code {
  /// The text is not a model URI.
  public static let invalidURI = Self("invalid-uri")
  /// No provider of this name is built in.
  public static let unknownProvider = Self("unknown-provider")
  /// No model was chosen.
  public static let noModel = Self("no-model")
  /// The reply cannot be read as a verdict.
  public static let invalidReply = Self("invalid-reply")
}
