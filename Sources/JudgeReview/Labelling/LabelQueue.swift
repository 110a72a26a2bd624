public import JudgeRecords

/// One question on one trace, to answer for the first time or once more.
public struct LabelItem: Hashable, Sendable {
  /// The trace.
  public let traceID: String
  /// The question, or `nil` in a session with only one question.
  public let question: String?
  /// The batch that the trace was assigned in, or `nil` if it is not assigned.
  public let batch: String?
  /// The number of the deliberate repeat, counting from 1; `nil` for the first label.
  public let repeatIndex: Int?

  /// Creates an item.
  public init(
    traceID: String, question: String? = nil, batch: String? = nil, repeatIndex: Int? = nil
  ) {
    self.traceID = traceID
    self.question = question
    self.batch = batch
    self.repeatIndex = repeatIndex
  }
}

/// The traces that a reviewer still has to label, in order.
///
/// It is a pure function of the records, so a reviewer can continue on any machine.
public struct LabelQueue: Sendable {
  /// The order of the traces.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    /// A different order for each reviewer, so that not all of them are tired at the same traces.
    case shuffled
    /// First the traces with the greatest differences among other people and judges.
    ///
    /// Among equals, the order is that of `shuffled`.
    case uncertain
  }

  /// A trace that a reviewer may label.
  public struct Duty: Hashable, Sendable {
    /// The trace.
    public let traceID: String
    /// The batch with the trace, or `nil` if the trace is not assigned.
    public let batch: String?
    /// Whether the reviewer is asked for a second label.
    public let isRepeated: Bool
    /// Whether the reviewer is asked again, because their label follows an older guideline.
    public let isAgain: Bool

    /// Creates a duty.
    public init(
      traceID: String, batch: String? = nil, isRepeated: Bool = false, isAgain: Bool = false
    ) {
      self.traceID = traceID
      self.batch = batch
      self.isRepeated = isRepeated
      self.isAgain = isAgain
    }
  }

  /// The labels and verdicts so far, of the reviewer and of others.
  public struct Facts: Sendable {
    /// The traces that the reviewer has labelled.
    public var labelled: Set<String> = []
    /// The guideline versions of the reviewer's labels that follow an older guideline, by trace.
    public var older: [String: ContentID] = [:]
    /// The traces that the reviewer has labelled twice.
    public var repeated: Set<String> = []
    /// The traces that the reviewer has skipped.
    public var skipped: Set<String> = []
    /// The values given by other people and judges, by trace.
    public var opinions: [String: [String]] = [:]

    /// Creates empty facts.
    public init() {}
  }

  /// The traces to label, first labels before second ones.
  public let items: [LabelItem]

  /// Creates the queue of a reviewer.
  ///
  /// - Parameters:
  ///   - duties: the traces, each once.
  ///   - facts: the labels and verdicts so far.
  ///   - reviewer: the reviewer's source id.
  ///   - order: the order of the traces.
  ///   - withSkipped: whether skipped traces are asked for again, after the others.
  public init(
    _ duties: [Duty], facts: Facts, reviewer: String, order: Order = .shuffled,
    withSkipped: Bool = false
  ) {
    let ranked = duties.map { duty in
      (
        duty: duty, rank: AssignmentSeats.digest("order", duty.traceID, reviewer),
        doubt: order == .uncertain ? Self.doubt(facts.opinions[duty.traceID] ?? []) : 0
      )
    }
    .sorted { left, right in
      left.doubt != right.doubt ? left.doubt > right.doubt : left.rank < right.rank
    }
    .map(\.duty)
    let isSkipped = { (duty: Duty) in facts.skipped.contains(duty.traceID) }
    let open = ranked.filter { $0.isAgain || !facts.labelled.contains($0.traceID) }
    let first = open.filter { !isSkipped($0) } + (withSkipped ? open.filter(isSkipped) : [])
    // Second labels come after all first ones: as late as possible after the first label.
    let second = ranked.filter { duty in
      duty.isRepeated && !facts.repeated.contains(duty.traceID)
        && (facts.labelled.contains(duty.traceID) || !isSkipped(duty) || withSkipped)
    }
    items =
      first.map { LabelItem(traceID: $0.traceID, batch: $0.batch) }
      + second.map { LabelItem(traceID: $0.traceID, batch: $0.batch, repeatIndex: 1) }
  }

  /// Returns the degree of disagreement between opinions.
  ///
  /// - Parameter opinions: the values given, as text.
  /// - Returns: the sum of p·(1 − p) over the distinct values, or 0 if all agree or there are no
  ///   opinions. For two values it orders like entropy and needs no logarithm.
  static func doubt(_ opinions: [String]) -> Double {
    var counts: [String: Int] = [:]
    for opinion in opinions { counts[opinion, default: 0] += 1 }
    let total = Double(opinions.count)
    // Added in order of size, so that the sum is the same on every machine.
    return counts.values.sorted().reduce(0.0) { sum, count in
      let share = Double(count) / total
      return sum + share * (1 - share)
    }
  }
}
