package import JudgeRecords

/// What a judge is to be rebuilt without.
public enum UnalignTarget: Hashable, Sendable {
  /// All labels on a trace: its id, a unique prefix, or the caller's key.
  case trace(String)
  /// One label: its id or a unique prefix.
  case label(String)
  /// All labels of a source, such as an e-mail address.
  case reviewer(String)
  /// All labels that are redacted, and those on redacted traces.
  case redacted
}

/// Which labels are taken out: ids and sources that were looked up.
package struct Removal: Sendable {
  /// What the store knows of the labels that versions name.
  package struct Known: Sendable {
    /// The labels by id, with their traces; redacted ones are not among them.
    package let labels: [String: (label: Label, traceID: String)]
    /// Traces whose content is no longer in the store.
    package let hiddenTraces: Set<String>

    /// What is known.
    package init(
      labels: [String: (label: Label, traceID: String)], hiddenTraces: Set<String>
    ) {
      self.labels = labels
      self.hiddenTraces = hiddenTraces
    }
  }

  /// The ids of labels.
  package var labels: Set<String> = []
  /// The ids of traces, whose labels are taken out.
  package var traces: Set<String> = []
  /// The sources whose labels are taken out.
  package var sources: Set<String> = []
  /// Whether redacted labels, and those on redacted traces, are taken out.
  package var redacted = false
  /// What the store knows.
  package let known: Known

  /// Takes nothing out yet.
  package init(known: Known) { self.known = known }

  /// Whether a label is taken out.
  ///
  /// - Parameter id: its assessment id.
  /// - Returns: whether it was named, or is on a trace or of a source that was.
  package func removes(_ id: String) -> Bool {
    if labels.contains(id) { return true }
    guard let found = known.labels[id] else { return redacted }
    return traces.contains(found.traceID) || sources.contains(found.label.assessment.source.id)
      || (redacted && known.hiddenTraces.contains(found.traceID))
  }

  /// Whether a label of a trace that is rebuilt is taken out; expectations too.
  package func removes(_ label: Label) -> Bool {
    labels.contains(label.id) || sources.contains(label.assessment.source.id)
      || traces.contains(label.assessment.traceID)
  }

  /// Whether a judge learned from anything that is taken out.
  package func touches(_ lineage: Lineage) -> Bool {
    lineage.labels.contains(where: removes) || !lineage.traces.isDisjoint(with: traces)
      || (redacted && !lineage.traces.isDisjoint(with: known.hiddenTraces))
  }
}
