package import JudgeRecords

/// The labels to rebuild a judge without.
public enum UnalignTarget: Hashable, Sendable {
  /// All labels on a trace: its id, a unique prefix, or the caller's key.
  case trace(String)
  /// One label: its id or a unique prefix.
  case label(String)
  /// All labels of a source, such as an e-mail address.
  case reviewer(String)
  /// All redacted labels, and those on redacted traces.
  case redacted
}

/// The labels to remove: ids and sources that were looked up.
package struct Removal: Sendable {
  /// The store's data on the labels that versions name.
  package struct Known: Sendable {
    /// The labels by id, with their traces, without redacted ones.
    package let labels: [String: (label: Label, traceID: String)]
    /// Traces whose content is no longer in the store.
    package let hiddenTraces: Set<String>

    /// Creates the data.
    package init(
      labels: [String: (label: Label, traceID: String)], hiddenTraces: Set<String>
    ) {
      self.labels = labels
      self.hiddenTraces = hiddenTraces
    }
  }

  /// The ids of labels.
  package var labels: Set<String> = []
  /// The ids of traces whose labels are removed.
  package var traces: Set<String> = []
  /// The sources whose labels are removed.
  package var sources: Set<String> = []
  /// Whether redacted labels, and labels on redacted traces, are removed.
  package var redacted = false
  /// The store's data on the labels.
  package let known: Known

  /// Creates a removal of nothing.
  package init(known: Known) { self.known = known }

  /// Returns whether a label is removed.
  ///
  /// - Parameter id: its assessment id.
  /// - Returns: whether the label is named, or is on a named trace or from a named source.
  package func removes(_ id: String) -> Bool {
    if labels.contains(id) { return true }
    guard let found = known.labels[id] else { return redacted }
    return traces.contains(found.traceID) || sources.contains(found.label.assessment.source.id)
      || (redacted && known.hiddenTraces.contains(found.traceID))
  }

  /// Returns whether a label of a trace that is rebuilt is removed; also for expectations.
  package func removes(_ label: Label) -> Bool {
    labels.contains(label.id) || sources.contains(label.assessment.source.id)
      || traces.contains(label.assessment.traceID)
  }

  /// Returns whether a judge learned from anything that is removed.
  package func touches(_ lineage: Lineage) -> Bool {
    lineage.labels.contains(where: removes) || !lineage.traces.isDisjoint(with: traces)
      || (redacted && !lineage.traces.isDisjoint(with: known.hiddenTraces))
  }
}
