/// A failure with its remedy: the error type of everything above the store.
///
/// It is independent of any interface. The command line phrases the remedy as commands and options
/// and has an exit status per code; a server answers with its own status and routes; a Swift
/// program reads `code` and `remedy`. Credentials in URLs are blanked in all of its texts on
/// creation, so it can be shown, logged and encoded.
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
  /// The description of the failure, for people, with the file, line or field.
  public let message: String
  /// The remedy, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates a failure; credentials in URLs are blanked in its texts.
  public init(_ code: Code, _ message: String, remedy: Remedy? = nil) {
    self.code = code
    self.message = URLCredentials.blanked(in: message)
    self.remedy = remedy?.map { URLCredentials.blanked(in: $0) }
  }

  /// The message, followed by the remedy in words that are independent of any interface.
  public var description: String { remedy.map { "\(message); \($0)" } ?? message }
}

extension JudgeFailure.Code {
  /// The operation succeeded, and its answer is no.
  public static let negative = Self("negative")
  /// The arguments do not fit each other or this operation.
  public static let usage = Self("usage")
  /// The data is invalid.
  public static let invalid = Self("invalid")
  /// The name or id does not exist.
  public static let notFound = Self("not-found")
  /// The name or id is ambiguous; a person must decide.
  public static let ambiguous = Self("ambiguous")
  /// The store cannot be used or written to.
  public static let store = Self("store")
  /// A program that was not trusted on this machine, or an address or key that is not safe to use.
  public static let notTrusted = Self("not-trusted")
  /// A provider's key is missing or refused.
  public static let noCredentials = Self("no-credentials")
  /// The budget of calls or of cost is used up.
  public static let budget = Self("budget")
  /// The provider kept refusing because of too many requests.
  public static let rateLimited = Self("rate-limited")
  /// The operation requires the network, which was forbidden.
  public static let offline = Self("offline")
  /// The task was cancelled.
  public static let cancelled = Self("cancelled")
  /// The operation failed for a reason that only the message describes.
  public static let failed = Self("failed")
}
