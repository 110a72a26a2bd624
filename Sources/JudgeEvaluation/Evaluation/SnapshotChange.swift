import JudgeJSON
import JudgeRecords

/// A change of the model behind a name since a judge's last verdicts.
struct SnapshotChange {
  static let key = "model_snapshot"

  private var earlier = Set<String>()
  private var new = Set<String>()

  /// Adds new verdicts, and the earlier ones of the same judge on the same traces.
  mutating func add(_ said: [Feedback], on traces: [Trace], judge: ContentID) {
    for feedback in said {
      if let snapshot = feedback.metadata[Self.key]?.stringValue { new.insert(snapshot) }
    }
    for verdict in traces.lazy.flatMap(\.verdicts) where verdict.judge == judge {
      if let snapshot = verdict.metadata[Self.key]?.stringValue { earlier.insert(snapshot) }
    }
  }

  /// Returns a warning if a snapshot answered that earlier verdicts do not have.
  func warning(name: String) -> String? {
    let changed = new.subtracting(earlier)
    guard !earlier.isEmpty, !changed.isEmpty else { return nil }
    return "\(name): the provider now answers with \(changed.sorted().joined(separator: ", ")), "
      + "earlier verdicts came from \(earlier.sorted().joined(separator: ", ")); measure it again"
  }
}
