/// What went wrong and what to do about it: the one error of everything above the store.
///
/// It knows no interface. The command line phrases the remedy as commands and options and has an
/// exit status per code; a server answers with its own status and routes; a Swift program reads
/// `code` and `remedy`. Credentials of URLs are blanked in all of its texts when it is made, so it
/// can be shown, logged and encoded.
public struct JudgeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of a failure, as a stable word; the set is open, so keep a `default`.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The word, such as `not-found`.
    public let name: String

    /// Wraps a word.
    public init(_ name: String) { self.name = name }

    /// The word.
    public var description: String { name }
  }

  /// The kind of failure.
  public let code: Code
  /// What went wrong, for people, with the file, line or field.
  public let message: String
  /// What to do next, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates a failure; credentials of URLs in its texts are blanked.
  public init(_ code: Code, _ message: String, remedy: Remedy? = nil) {
    self.code = code
    self.message = URLCredentials.blanked(in: message)
    self.remedy = remedy?.map { URLCredentials.blanked(in: $0) }
  }

  /// The message, followed by the remedy in words that belong to no interface.
  public var description: String { remedy.map { "\(message); \($0)" } ?? message }
}

extension JudgeFailure.Code {
  /// It ran, and the answer is no.
  public static let negative = Self("negative")
  /// Arguments that do not fit each other or this operation.
  public static let usage = Self("usage")
  /// Data that is not as it must be.
  public static let invalid = Self("invalid")
  /// Nothing has this name or id.
  public static let notFound = Self("not-found")
  /// Several things have this name or id: a person must decide.
  public static let ambiguous = Self("ambiguous")
  /// The store cannot be used or written.
  public static let store = Self("store")
  /// A program that nobody on this machine has trusted, or an address or key that is not safe to
  /// use.
  public static let notTrusted = Self("not-trusted")
  /// A provider's key is missing or refused.
  public static let noCredentials = Self("no-credentials")
  /// The budget of calls or of cost is used up.
  public static let budget = Self("budget")
  /// The provider refused for too many requests, and kept refusing.
  public static let rateLimited = Self("rate-limited")
  /// It cannot be done without the network, which was forbidden.
  public static let offline = Self("offline")
  /// The task was cancelled.
  public static let cancelled = Self("cancelled")
  /// It failed for a reason that only the message tells.
  public static let failed = Self("failed")
}
