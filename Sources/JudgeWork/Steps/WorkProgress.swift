/// Says how far long work has come, to whoever listens in this task.
///
/// A loop deep in the store says it here, and the program that shows it binds a listener around the
/// whole command: nothing between them hands a closure on. Without a listener it costs a look at a
/// task-local value.
public enum WorkProgress {
  /// Is told each step of this task and of the tasks that it starts.
  ///
  /// It may be called from any thread, and must be quick.
  @TaskLocal public static var listener: (@Sendable (WorkStep) -> Void)?

  /// Whether somebody listens.
  public static var isWatched: Bool { listener != nil }

  /// Says how far a step has come.
  ///
  /// - Parameters:
  ///   - what: what is done, such as `Reading records`.
  ///   - done: how much is done, from 0.
  ///   - total: of how much; `nil` if nobody knows.
  ///   - unit: what is counted.
  public static func report(
    _ what: String, _ done: Int, of total: Int?, unit: WorkStep.Unit = .items
  ) {
    listener?(WorkStep(what, done: done, of: total, unit: unit))
  }

  /// Says that another program may write to the terminal now, such as one that asks for a password.
  public static func pause() { listener?(.pause) }

  /// A collection whose loop says how far it has come.
  ///
  /// - Parameters:
  ///   - items: the collection.
  ///   - what: what is done with it, such as `Writing files`.
  /// - Returns: the same elements in the same order.
  public static func counted<Items: Collection>(
    _ items: Items, _ what: String
  ) -> CountedWork<Items> {
    CountedWork(items: items, what: what, listener: listener)
  }
}

/// A collection whose loop says how far it has come.
public struct CountedWork<Items: Collection>: Sequence, IteratorProtocol {
  private var rest: Items.Iterator
  private let what: String
  private let total: Int
  private var done = 0
  private let listener: (@Sendable (WorkStep) -> Void)?

  init(items: Items, what: String, listener: (@Sendable (WorkStep) -> Void)?) {
    rest = items.makeIterator()
    self.what = what
    self.listener = listener
    // Counting a collection can cost a walk through it, which nobody would look at.
    total = listener == nil ? 0 : items.count
  }

  /// The next element; asking for it says that the one before it is done.
  public mutating func next() -> Items.Element? {
    if let listener, total > 0 { listener(WorkStep(what, done: done, of: total)) }
    done += 1
    return rest.next()
  }
}
