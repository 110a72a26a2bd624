/// The progress of a long piece of work.
public struct WorkStep: Sendable, Hashable {
  /// The unit that is counted.
  public enum Unit: Sendable, Hashable {
    /// Records, traces, commits and the like.
    case items
    /// Bytes of a file.
    case bytes
  }

  /// The work, such as `Reading records`.
  public var what: String
  /// The amount done, from 0.
  public var done: Int
  /// The total amount, or `nil` if unknown.
  public var total: Int?
  /// The unit that is counted.
  public var unit: Unit
  /// Text to show instead of a rate and the time left, if it is more useful.
  public var detail: String?

  /// Describes a step.
  ///
  /// - Parameters:
  ///   - what: the work, such as `Reading records`.
  ///   - done: the amount done, from 0.
  ///   - total: the total amount, or `nil` if unknown.
  ///   - unit: the unit that is counted.
  ///   - detail: text instead of a rate and the time left.
  public init(
    _ what: String, done: Int, of total: Int?, unit: Unit = .items, detail: String? = nil
  ) {
    self.what = what
    self.done = done
    self.total = total
    self.unit = unit
    self.detail = detail
  }

  /// Not a step: another program uses the terminal until the next step.
  public static let pause = WorkStep("", done: 0, of: 0)

  /// Whether all work is done.
  public var isOver: Bool { total.map { done >= $0 } ?? false }
}
