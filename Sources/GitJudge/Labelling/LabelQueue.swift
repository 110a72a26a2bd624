public import JudgeRecords

/// Which traces a reviewer has still to label, in which order: a pure function, so that a reviewer
/// can continue where they stopped, on any machine.
public struct LabelQueue: Sendable {
  /// What comes first.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    /// An order of each reviewer's own, so that nobody's fatigue falls on the same traces.
    case shuffled
    /// Where others and judges differ most, then as `shuffled`.
    case uncertain
  }

  /// A trace that a reviewer may label.
  public struct Duty: Hashable, Sendable {
    /// The trace.
    public let traceID: String
    /// The batch that asks for it.
    public let batch: String?
    /// Whether a second label is wanted.
    public let isRepeated: Bool
    /// Whether the reviewer's label is of an older guideline and is asked for again.
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

  /// What is known of the reviewer's and others' work.
  public struct Facts: Sendable {
    /// Traces that the reviewer has labelled.
    public var labelled: Set<String> = []
    /// The versions of the reviewer's labels of older guidelines, by trace.
    public var older: [String: ContentID] = [:]
    /// Traces that the reviewer has labelled twice.
    public var repeated: Set<String> = []
    /// Traces that the reviewer has put off.
    public var skipped: Set<String> = []
    /// What others and judges said, by trace.
    public var opinions: [String: [String]] = [:]

    /// Nothing is known yet.
    public init() {}
  }

  /// What is to do, first labels before second ones.
  public let items: [LabelItem]

  /// Makes the queue of a reviewer.
  ///
  /// - Parameters:
  ///   - duties: the traces, each once.
  ///   - facts: what was done already.
  ///   - reviewer: the source id.
  ///   - order: what comes first.
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
    // A second label comes after all first ones: as far as can be from the first.
    let second = ranked.filter { duty in
      duty.isRepeated && !facts.repeated.contains(duty.traceID)
        && (facts.labelled.contains(duty.traceID) || !isSkipped(duty) || withSkipped)
    }
    items =
      first.map { LabelItem(traceID: $0.traceID, batch: $0.batch) }
      + second.map { LabelItem(traceID: $0.traceID, batch: $0.batch, repeatIndex: 1) }
  }

  /// How far opinions differ.
  ///
  /// - Parameter opinions: what was said, any texts.
  /// - Returns: the sum of p·(1 − p) over what was said, which orders like entropy for two answers
  ///   and needs no logarithm: 0 if all agree or nobody spoke.
  static func doubt(_ opinions: [String]) -> Double {
    var counts: [String: Int] = [:]
    for opinion in opinions { counts[opinion, default: 0] += 1 }
    let total = Double(opinions.count)
    // Added up in the order of size, so that the sum is the same on every machine.
    return counts.values.sorted().reduce(0.0) { sum, count in
      let share = Double(count) / total
      return sum + share * (1 - share)
    }
  }
}
