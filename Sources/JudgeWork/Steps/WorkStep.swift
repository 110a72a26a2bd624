/// How far a long piece of work has come.
public struct WorkStep: Sendable, Hashable {
  /// What is counted.
  public enum Unit: Sendable, Hashable {
    /// Records, traces, commits and the like.
    case items
    /// Bytes of a file.
    case bytes
  }

  /// What is done, such as `Reading records`.
  public var what: String
  /// How much is done, from 0.
  public var done: Int
  /// Of how much; `nil` if nobody knows.
  public var total: Int?
  /// What is counted.
  public var unit: Unit
  /// Words instead of a rate and the time that is left, if something better is known than both.
  public var detail: String?

  /// Describes a step.
  ///
  /// - Parameters:
  ///   - what: what is done, such as `Reading records`.
  ///   - done: how much is done, from 0.
  ///   - total: of how much; `nil` if nobody knows.
  ///   - unit: what is counted.
  ///   - detail: words instead of a rate and the time that is left.
  public init(
    _ what: String, done: Int, of total: Int?, unit: Unit = .items, detail: String? = nil
  ) {
    self.what = what
    self.done = done
    self.total = total
    self.unit = unit
    self.detail = detail
  }

  /// No step: the terminal is another program's until the next one.
  public static let pause = WorkStep("", done: 0, of: 0)

  /// Whether nothing is left to do.
  public var isOver: Bool { total.map { done >= $0 } ?? false }
}
