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
  /// The provider's account has no money or quota left.
  public static let quota = Self("quota")
  /// The model was not asked, because it has failed too often.
  public static let givenUp = Self("given-up")
}
