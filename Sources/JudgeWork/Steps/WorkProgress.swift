/// Reports the progress of long work to a listener of this task.
///
/// A loop deep in the store reports here. The program that shows progress binds a listener around
/// the whole command, so no code in between has to pass a closure. Without a listener, the cost is
/// one read of a task-local value.
public enum WorkProgress {
  /// The listener for the steps of this task and of the tasks that it starts.
  ///
  /// It may be called from any thread, and must be quick.
  @TaskLocal public static var listener: WorkListener?

  /// Whether there is a listener.
  public static var isWatched: Bool { listener != nil }

  /// Reports the progress of a step.
  ///
  /// - Parameters:
  ///   - what: the work, such as `Reading records`.
  ///   - done: the amount done, from 0.
  ///   - total: the total amount, or `nil` if unknown.
  ///   - unit: the unit that is counted.
  public static func report(
    _ what: String, _ done: Int, of total: Int?, unit: WorkStep.Unit = .items
  ) {
    listener?(WorkStep(what, done: done, of: total, unit: unit))
  }

  /// Reports that another program may write to the terminal now, such as one that asks for a
  /// password.
  public static func pause() { listener?(.pause) }

  /// Returns a collection whose loop reports its progress.
  ///
  /// - Parameters:
  ///   - items: the collection.
  ///   - what: the work, such as `Writing files`.
  /// - Returns: the same elements in the same order.
  public static func counted<Items: Collection>(
    _ items: Items, _ what: String
  ) -> CountedWork<Items> {
    CountedWork(items: items, what: what, listener: listener)
  }
}

/// A listener for the steps of long work.
///
/// It is a type and not a closure, because Swift 6.3 does not make metadata for the type of a
/// closure in a task-local value that an optimized generic function binds. The program then dies in
/// `swift_task_localValuePush`.
public struct WorkListener: Sendable {
  private let hear: @Sendable (WorkStep) -> Void

  /// Creates a listener.
  ///
  /// - Parameter hear: receives a step. It may be called from any thread, and must be quick.
  public init(_ hear: @escaping @Sendable (WorkStep) -> Void) { self.hear = hear }

  /// Receives a step.
  public func callAsFunction(_ step: WorkStep) { hear(step) }
}

/// A collection whose loop reports its progress.
public struct CountedWork<Items: Collection>: Sequence, IteratorProtocol {
  private var rest: Items.Iterator
  private let what: String
  private let total: Int
  private var done = 0
  private let listener: WorkListener?

  init(items: Items, what: String, listener: WorkListener?) {
    rest = items.makeIterator()
    self.what = what
    self.listener = listener
    // Counting a collection can cost a walk through it, which is useless without a listener.
    total = listener == nil ? 0 : items.count
  }

  /// The next element.
  ///
  /// This also reports that the previous element is done.
  public mutating func next() -> Items.Element? {
    if let listener, total > 0 { listener(WorkStep(what, done: done, of: total)) }
    done += 1
    return rest.next()
  }
}
