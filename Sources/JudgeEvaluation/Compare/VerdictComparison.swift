import JudgeAgreement
public import JudgeJSON
public import JudgeWork

/// A comparison of two runs on the same traces and question.
public struct VerdictComparison: Sendable {
  /// A trace in both runs.
  public struct Row: Sendable {
    /// The trace's id.
    public let id: String
    /// The first run's value, or `nil` for a failure, which does not count as good.
    public let first: JSONValue?
    /// The second run's value, or `nil` for a failure.
    public let second: JSONValue?
    /// People's consensus, or `nil` if the trace has no labels or tied labels.
    public let truth: JSONValue?
    /// The trace's group; groups are the units of the interval.
    public let group: String
    /// Whether one of the judges learned from the trace.
    public let isTaught: Bool

    /// Creates a row; without a group, the trace is its own group.
    public init(
      id: String, first: JSONValue?, second: JSONValue?, truth: JSONValue?, group: String? = nil,
      isTaught: Bool = false
    ) {
      self.id = id
      self.first = first
      self.second = second
      self.truth = truth
      self.group = group ?? id
      self.isTaught = isTaught
    }
  }

  /// The definition of a good verdict.
  public enum Measure: String, Sendable {
    /// The verdict equals people's consensus; measured on labelled traces.
    case accuracy
    /// The verdict is one of the judge's passing values; used if there are no labels.
    case passRate = "pass_rate"
  }

  /// The measure of this comparison.
  public let measure: Measure
  /// The number of traces on which both runs asked the judge.
  public let n: Int
  /// The ids of traces with a failure in one of the runs.
  ///
  /// A failed verdict is not good, so a judge cannot gain by failing.
  public let failed: [String]
  /// ``delta`` of the traces with an answer in both runs, or `nil` if there are none.
  public let answeredDelta: Double?
  /// The ids of traces that are good only in the second run.
  public let fixed: [String]
  /// The ids of traces that are good only in the first run.
  public let broken: [String]
  /// The ids of traces whose verdict changed from one value to another, good or not.
  public let changed: [String]
  /// The number of traces that one of the judges learned from; they do not measure new traces.
  public let taught: Int
  /// The figures of the pairs.
  public let figures: PairedFigures

  /// Compares two runs.
  ///
  /// If people labelled at least one of the traces, a verdict is good if it equals their consensus.
  /// Otherwise it is good if it passes. For judges that declare no passing values, `yes` and `true`
  /// pass.
  ///
  /// - Parameters:
  ///   - rows: the traces in both runs.
  ///   - pass: the passing values.
  ///   - confidence: the two-sided coverage of the interval.
  /// - Throws: `JudgeFailure`, which well-formed rows do not cause.
  public init(
    _ rows: [Row], pass: [JSONValue], confidence: Double = 0.95
  ) throws(JudgeFailure) {
    let hasTruth = rows.contains { $0.truth != nil }
    measure = hasTruth ? .accuracy : .passRate
    let passing: [JSONValue] = pass.isEmpty ? ["yes", true] : pass
    var base: [JudgedLabel] = []
    var candidate: [JudgedLabel] = []
    var fixed: [String] = []
    var broken: [String] = []
    var changed: [String] = []
    var failed: [String] = []
    var taught = 0
    var answered = (count: 0, gain: 0)
    var groups: [Int] = []
    var codes: [String: Int] = [:]
    for row in rows where !hasTruth || row.truth != nil {
      func isGood(_ value: JSONValue?) -> Bool {
        guard let value else { return false }
        return row.truth.map { $0 == value } ?? passing.contains(value)
      }
      let (before, after) = (isGood(row.first), isGood(row.second))
      if let first = row.first, let second = row.second {
        answered.count += 1
        answered.gain += (after ? 1 : 0) - (before ? 1 : 0)
        if first != second { changed.append(row.id) }
      } else {
        failed.append(row.id)
      }
      if after && !before { fixed.append(row.id) }
      if before && !after { broken.append(row.id) }
      if row.isTaught { taught += 1 }
      groups.append(codes[row.group] ?? codes.count)
      codes[row.group] = codes[row.group] ?? codes.count
      base.append(.label(before ? 1 : 0))
      candidate.append(.label(after ? 1 : 0))
    }
    n = base.count
    self.failed = failed
    self.taught = taught
    answeredDelta = answered.count > 0 ? Double(answered.gain) / Double(answered.count) : nil
    self.fixed = fixed
    self.broken = broken
    self.changed = changed
    figures = try PairedFigures(
      base: base, candidate: candidate, truth: [Int](repeating: 1, count: base.count),
      groups: groups, confidence: confidence)
  }

  /// The number of traces with a failure in one of the runs.
  public var errors: Int { failed.count }

  /// The second run's share of good verdicts minus the first run's, or `nil` without traces.
  public var delta: Double? {
    guard n > 0 else { return nil }
    return Double(fixed.count - broken.count) / Double(n)
  }

  /// What the interval of the difference proves.
  public enum Finding: String, Hashable, Sendable {
    /// The whole interval is above zero.
    case better
    /// The whole interval is below zero.
    case worse
    /// The interval includes zero, or there is none.
    case open
  }

  /// What the comparison proves; the interval decides, not ``PairedFigures/mcNemarP``.
  public var finding: Finding {
    guard n > 0, let interval = figures.differenceInterval else { return .open }
    return interval.lower > 0 ? .better : interval.upper < 0 ? .worse : .open
  }

  /// The comparison as JSON with stable keys.
  public var json: JSONValue {
    [
      "n": .number(Double(n)), "errors": .number(Double(errors)),
      "failed": .array(failed.map { .string($0) }), "measure": .string(measure.rawValue),
      "finding": .string(finding.rawValue),
      "delta": .figure(delta), "delta_answered": .figure(answeredDelta),
      "interval": JudgeFigures.interval(n > 0 ? figures.differenceInterval : nil),
      "mcnemar_p": .figure(n > 0 ? figures.mcNemarP : nil),
      "fixed": .array(fixed.map { .string($0) }), "broken": .array(broken.map { .string($0) }),
      "changed": .array(changed.map { .string($0) }), "taught": .number(Double(taught)),
    ]
  }
}
