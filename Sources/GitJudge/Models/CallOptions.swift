/// Options for calls of models.
public struct CallOptions: Hashable, Sendable {
  /// The maximum number of simultaneous calls.
  public var concurrency = 8
  /// The maximum number of calls, or `nil` for no limit.
  public var maxCalls: Int?
  /// The maximum cost of the calls in US dollars, or `nil` for no limit.
  public var maxCost: Double?
  /// The name of a budget that several commands share.
  ///
  /// If `nil`, the command has its own budget.
  public var sharedBudget: String?
  /// The maximum duration of one call in seconds, or `nil` for git config `judge.timeout`.
  public var timeout: Double?
  /// Whether only the call cache may answer.
  public var isOffline = false

  /// The largest ``timeout``: a day.
  public static let longestTimeout = 86_400.0

  /// Returns whether a text can name a shared budget: 1 to 64 letters, digits, `-`, `_` and `.`.
  ///
  /// It must not begin with a dot.
  public static func isBudgetName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.first != "."
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_.".utf8.contains(byte)
        }
      }
  }

  /// Creates options with the defaults.
  public init() {}
}
