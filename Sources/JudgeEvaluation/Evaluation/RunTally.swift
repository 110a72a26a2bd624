import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// The results of a run of judges so far.
package struct RunTally {
  /// The errors, grouped by reason.
  package private(set) var errors = VerdictErrors()
  /// The unasked verdicts, grouped by reason; they are not errors.
  package private(set) var unaskedGroups = VerdictErrors(areUnasked: true)
  /// The number of unasked verdicts.
  package var unasked: Int { unaskedGroups.count }
  /// The counts of each judge.
  private var totals: [String: VerdictCounts] = [:]
  /// The judges, by hash.
  private let judges: [ContentID: MeasuredJudge]
  /// The number of traces that each judge learned from.
  private var taught: [String: Int] = [:]
  /// The model snapshots of the new and of the earlier verdicts, by judge.
  private var snapshots: [String: SnapshotChange] = [:]

  /// Creates an empty tally.
  package init(_ judges: [MeasuredJudge]) {
    self.judges = Dictionary(judges.map { ($0.hash, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of times that each value was given, as text, by judge, without judges that gave no
  /// value.
  package var counts: [String: [String: Int]] {
    totals.compactMapValues { total in
      total.values.isEmpty ? nil : Self.labelled(total)
    }
  }

  private static func labelled(_ counts: VerdictCounts) -> [String: Int] {
    Dictionary(
      counts.values.map { ($0.key.stringValue ?? $0.key.canonicalText, $0.value) },
      uniquingKeysWith: +)
  }

  /// The judges all of whose verdicts are errors, not counting unasked ones.
  package var failed: [String] {
    totals.filter { $0.value.total > 0 && $0.value.answered == 0 }.map(\.key).sorted()
  }

  /// The run's figures: counts, errors, pass rates, and unasked verdicts.
  package var metrics: [String: Double] {
    var result: [String: Double] = [:]
    for judge in judges.values {
      guard let total = totals[judge.key] else { continue }
      result.merge(total.rates(named: judge.key, pass: judge.body.pass)) { $1 }
      for (value, count) in Self.labelled(total) {
        result["\(judge.key)/count/\(value)"] = Double(count)
      }
    }
    for (key, count) in taught { result["\(key)/taught"] = Double(count) }
    if unasked > 0 { result["unasked"] = Double(unasked) }
    return result
  }

  /// Counts a judge's verdicts on some traces.
  ///
  /// - Parameters:
  ///   - answers: the verdict on each trace, or `nil` if the judge gave none.
  ///   - traces: the traces, in the same order.
  ///   - hash: the judge, one of the judges of the run.
  package mutating func add(_ answers: [Feedback?], on traces: [Trace], by hash: ContentID) {
    guard let judge = judges[hash] else { return }
    let said = zip(traces.indices, answers).compactMap { place, answer in
      answer.map { (place, $0) }
    }
    for (place, feedback) in said {
      guard !feedback.isUnasked else {
        var named = feedback
        named.name = judge.key
        unaskedGroups.add(named, on: traces[place].id)
        continue
      }
      totals[judge.key, default: VerdictCounts()].add(feedback)
      guard feedback.value == nil else { continue }
      var named = feedback
      named.name = judge.key
      errors.add(named, on: traces[place].id)
    }
    snapshots[judge.label, default: SnapshotChange()]
      .add(said.map(\.1), on: traces, judge: hash)
  }

  /// Marks the figures of a judge that includes traces it learned from.
  package mutating func mark(_ judge: ContentID, taught count: Int) {
    if let key = judges[judge]?.key { taught[key] = count }
  }

  /// Warnings for the reader.
  package var warnings: [String] {
    snapshots.sorted { $0.key < $1.key }.compactMap { $0.value.warning(name: $0.key) }
  }
}
