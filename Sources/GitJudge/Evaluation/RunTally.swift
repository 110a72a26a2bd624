import JudgeRecords

/// What a run of judges has come to so far.
struct RunTally {
  /// How often each value was given, by judge.
  var counts: [String: [String: Int]] = [:]
  /// How many verdicts are errors.
  var errors = 0
  /// How many of these were not asked for.
  var unasked = 0
  /// The first few errors, for people.
  var examples: [String] = []
  /// The model snapshots that answered now, and those of earlier verdicts, by judge.
  var snapshots: [String: SnapshotChange] = [:]

  /// Counts what a judge said of some traces.
  mutating func add(_ said: [Feedback], on traces: [Trace], by version: JudgeVersion) {
    for feedback in said {
      if let value = feedback.value {
        let label = value.stringValue ?? value.canonicalText
        counts[version.name, default: [:]][label, default: 0] += 1
      } else {
        errors += 1
        if feedback.isUnasked { unasked += 1 }
        if examples.count < 3, let text = feedback.error?.text { examples.append(text) }
      }
    }
    snapshots[version.label, default: SnapshotChange()]
      .add(said, on: traces, judge: version.hash)
  }

  /// What a reader should know.
  var warnings: [String] {
    snapshots.sorted { $0.key < $1.key }.compactMap { $0.value.warning(name: $0.key) }
  }
}
