public import JudgeAgreement
public import JudgeJSON
import JudgeRecords

/// The figures of one period of a monitoring report.
public struct MonitorRow: Sendable {
  /// The period; `nil` for traces without a time or tag, and for the row of all traces.
  public let period: String?
  /// The number of traces.
  public let traces: Int
  /// The number of traces with a verdict of the judge, failed ones included.
  public let judged: Int
  /// The number of failed verdicts.
  public let errors: Int
  /// The number of times that each value was given, the most frequent first.
  public let values: [(value: JSONValue, count: Int)]
  /// The passing verdicts among those with a value; `nil` if the judge declares no passing values.
  public let passed: ClusteredProportion?
  /// The true pass rate and its interval, if the judge's TPR and TNR are known.
  public let corrected: (estimate: Double, interval: ConfidenceInterval)?
  /// The mean of the values, for a judge that gives numbers.
  public let mean: Double?
  /// The cost of the verdicts in US dollars; `nil` if no verdict has a cost.
  public let cost: Double?
  /// The verdicts that agree with people, of those on labelled traces; a failed one does not agree.
  public let agreement: ClusteredProportion

  init(
    _ period: String?, _ traces: [MonitoredTrace], pass: [JSONValue], isNumeric: Bool,
    rates: HeldOutRates?
  ) {
    self.period = period
    self.traces = traces.count
    let judged = traces.filter { $0.verdict != nil }
    self.judged = judged.count
    var groups: [String: Int] = [:]
    for trace in judged where groups[trace.group] == nil { groups[trace.group] = groups.count }
    var counts: [JSONValue: Int] = [:]
    var passes: [(group: Int, isSuccess: Bool)] = []
    var agreements: [(group: Int, isSuccess: Bool)] = []
    for trace in judged {
      let group = groups[trace.group] ?? 0
      let value = trace.verdict?.value
      if let truth = trace.truth { agreements.append((group, value == truth)) }
      guard let value else { continue }
      counts[value, default: 0] += 1
      passes.append((group, pass.contains(value)))
    }
    errors = judged.count - passes.count
    values = counts.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      return left.key.canonicalText.utf8.lexicographicallyPrecedes(right.key.canonicalText.utf8)
    }.map { (value: $0.key, count: $0.value) }
    passed = pass.isEmpty ? nil : ClusteredProportion(passes)
    corrected =
      pass.isEmpty
      ? nil : rates?.corrected(passed: passes.count(where: \.isSuccess), of: passes.count)
    let numbers = judged.compactMap { $0.verdict?.value?.doubleValue }
    mean = isNumeric && !numbers.isEmpty ? numbers.reduce(0, +) / Double(numbers.count) : nil
    let costs = traces.compactMap(\.cost)
    cost = costs.isEmpty ? nil : costs.reduce(0, +)
    agreement = ClusteredProportion(agreements)
  }

  /// The row as JSON with stable keys.
  public var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func ends(_ interval: ConfidenceInterval?) -> JSONValue {
      interval.map { [.number($0.lower), .number($0.upper)] } ?? .null
    }
    var counts = JSONObject()
    for (value, count) in values {
      counts[value.stringValue ?? value.canonicalText] = .number(Double(count))
    }
    return [
      "period": period.map { .string($0) } ?? .null, "traces": .number(Double(traces)),
      "judged": .number(Double(judged)), "errors": .number(Double(errors)),
      "verdicts": .object(counts), "mean": number(mean),
      "pass_rate": number(passed?.value), "pass_rate_interval": ends(passed?.interval()),
      "pass_rate_corrected": number(corrected?.estimate),
      "pass_rate_corrected_interval": ends(corrected?.interval),
      "cost": number(cost), "labelled": .number(Double(agreement.proportion.total)),
      "agreement": number(agreement.value), "agreement_interval": ends(agreement.interval()),
    ]
  }
}
