import JudgeJSON
import JudgeRecords

/// The results of a run of judges so far.
struct RunTally {
  /// How often each value was given, by judge.
  var counts: [String: [String: Int]] = [:]
  /// The errors, grouped by reason.
  var errors = VerdictErrors()
  /// The number of verdicts that a budget or `--offline` did not allow; they are not errors.
  var unasked = 0
  /// How often each error code came.
  var codes: [String: Int] = [:]
  /// How many verdicts each judge gave, errors included, and how many are errors.
  private var totals: [String: (all: Int, errors: Int)] = [:]
  /// The bodies, by key.
  private let bodies: [String: JudgeBody]
  /// What each judge is called: its name, or `NAME@vN` beside other versions of it.
  private let keys: [ContentID: String]
  /// The traces that taught each judge.
  private var taught: [String: Int] = [:]
  /// The model snapshots that answered now, and those of earlier verdicts, by judge.
  var snapshots: [String: SnapshotChange] = [:]

  /// Counts nothing yet.
  init(_ versions: [JudgeVersion]) {
    var keys: [ContentID: String] = [:]
    var bodies: [String: JudgeBody] = [:]
    for version in versions {
      let isOnly = versions.count { $0.name == version.name } == 1
      let key = isOnly ? version.name : version.label
      keys[version.hash] = key
      bodies[key] = version.body
    }
    self.keys = keys
    self.bodies = bodies
  }

  /// Judges of which every verdict is an error that was asked for.
  var failed: [String] {
    totals.filter { $0.value.all > 0 && $0.value.all == $0.value.errors }.map(\.key).sorted()
  }

  /// The run's figures: counts, errors, pass rates, and what was not asked for.
  var metrics: [String: Double] {
    var result: [String: Double] = [:]
    for (key, total) in totals {
      result["\(key)/errors"] = Double(total.errors)
      result["\(key)/error_rate"] =
        total.all == 0 ? 0 : Double(total.errors) / Double(total.all)
      let given = counts[key] ?? [:]
      for (value, count) in given { result["\(key)/count/\(value)"] = Double(count) }
      let pass = Set((bodies[key]?.pass ?? []).map { $0.stringValue ?? $0.canonicalText })
      guard !pass.isEmpty, total.all > 0 else { continue }
      let passed = given.reduce(0) { $0 + (pass.contains($1.key) ? $1.value : 0) }
      let answered = total.all - total.errors
      result["\(key)/pass"] = Double(passed) / Double(total.all)
      if answered > 0 { result["\(key)/pass_rate"] = Double(passed) / Double(answered) }
    }
    for (key, count) in taught { result["\(key)/taught"] = Double(count) }
    if unasked > 0 { result["unasked"] = Double(unasked) }
    return result
  }

  /// Counts a judge's verdicts on some traces.
  ///
  /// - Parameters:
  ///   - answers: The verdict on each trace, or `nil` if the judge gave none.
  ///   - traces: The traces, in the same order.
  ///   - version: The judge.
  mutating func add(_ answers: [Feedback?], on traces: [Trace], by version: JudgeVersion) {
    let said = zip(traces.indices, answers).compactMap { place, answer in
      answer.map { (place, $0) }
    }
    let key = keys[version.hash] ?? version.name
    for (place, feedback) in said {
      guard !feedback.isUnasked else {
        unasked += 1
        continue
      }
      totals[key, default: (0, 0)].all += 1
      if let value = feedback.value {
        let label = value.stringValue ?? value.canonicalText
        counts[key, default: [:]][label, default: 0] += 1
      } else {
        if let code = feedback.error?.code { codes[code, default: 0] += 1 }
        totals[key, default: (0, 0)].errors += 1
        var named = feedback
        named.name = key
        errors.add(named, on: traces[place].id)
      }
    }
    snapshots[version.label, default: SnapshotChange()]
      .add(said.map(\.1), on: traces, judge: version.hash)
  }

  /// Marks the figures of a judge over traces that taught it.
  mutating func mark(_ judge: ContentID, taught count: Int) {
    if let key = keys[judge] { taught[key] = count }
  }

  /// What a reader should know.
  var warnings: [String] {
    snapshots.sorted { $0.key < $1.key }.compactMap { $0.value.warning(name: $0.key) }
  }
}
