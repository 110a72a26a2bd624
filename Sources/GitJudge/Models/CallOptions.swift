/// How a command calls models.
public struct CallOptions: Hashable, Sendable {
  /// How many calls are in flight at most.
  public var concurrency = 8
  /// How many calls may be made; `nil` for any number.
  public var maxCalls: Int?
  /// What they may cost, in US dollars; `nil` for any sum.
  public var maxCost: Double?
  /// The name of a budget that several commands share.
  ///
  /// If `nil`, the command has its own budget.
  public var sharedBudget: String?
  /// Whether only the call cache may answer.
  public var isOffline = false

  /// Whether a text can name a shared budget: 1 to 64 letters, digits, `-`, `_` and `.`.
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

  /// The defaults.
  public init() {}
}
