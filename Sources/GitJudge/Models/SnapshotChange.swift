import JudgeRecords

/// Whether a provider put another model behind a name since a judge's last verdicts.
enum SnapshotChange {
  static let key = "model_snapshot"

  /// Warnings for snapshots that earlier verdicts of the same judge do not have.
  ///
  /// - Parameters:
  ///   - said: the new verdicts.
  ///   - traces: the traces with the earlier ones.
  ///   - judge: the judge's body.
  ///   - name: what people call it.
  /// - Returns: no warning, or one.
  static func warnings(
    _ said: [Feedback], on traces: [Trace], judge: ContentID, name: String
  ) -> [String] {
    func snapshots(_ feedback: [Feedback]) -> Set<String> {
      Set(feedback.compactMap { $0.metadata[key]?.stringValue })
    }
    let earlier = snapshots(traces.flatMap { $0.verdicts.filter { $0.judge == judge } })
    let new = snapshots(said).subtracting(earlier)
    guard !earlier.isEmpty, !new.isEmpty else { return [] }
    return [
      "\(name): the provider now answers with \(new.sorted().joined(separator: ", ")), earlier "
        + "verdicts came from \(earlier.sorted().joined(separator: ", ")); measure it again"
    ]
  }
}
