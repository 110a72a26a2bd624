import JudgeInterchange
import JudgeJSON
import JudgeRecords

/// A version of a judge as MLflow's registry of scorers has it.
public struct StoredScorer: Sendable {
  /// The version of the store.
  public let version: JudgeVersion
  /// MLflow's serialized scorer, with the bytes that the client registered or that git-judge writes.
  public let text: String
  /// Whether an MLflow client registered it.
  public let isRegisteredByClient: Bool

  /// Whether MLflow's clients can load it, apart from packages that they may lack.
  ///
  /// One scorer that a client cannot load makes its list of all scorers fail. Clients refuse the
  /// code of a decorated function, unless their users allow it.
  public var isLoadable: Bool {
    guard isRegisteredByClient else { return true }
    let family = SerializedScorer(text)?.family
    return family != nil && family != .code
  }

  /// The number of the version.
  public var number: Int { version.number ?? 0 }

  /// The identity that all versions of the name have, as a UUID.
  public var scorerID: String {
    let experiment = version.registration?.experiment.hex ?? ""
    let hash = ContentID(hashing: Array("\(experiment)\u{0}\(version.name)".utf8)).hex
    var digits = Substring(hash)
    return [8, 4, 4, 4, 12].map { length in
      defer { digits = digits.dropFirst(length) }
      return String(digits.prefix(length))
    }.joined(separator: "-")
  }

  /// Returns the scorer for a client.
  ///
  /// - Parameter client: the client's version, such as `3.17.2`; `nil` if it is not known.
  /// - Returns: the text, without null members that the client does not know.
  public func text(for client: String?) -> String {
    MLflowScorerKeys.text(text, for: client)
  }
}
