public import JudgeEvaluation
import JudgeRecords

/// Which traces a run asks its judges about.
public struct RunSelection: Hashable, Sendable {
  /// Whether each judge is asked only about traces that it has not answered yet.
  ///
  /// A trace counts as answered after three failed verdicts, so that a trace that no model can
  /// judge is not paid for in each run.
  public var onlyPending: Bool
  /// The sample of the traces; `nil` for all.
  public var sample: TraceSample?

  /// Creates a selection, by default of all traces.
  public init(onlyPending: Bool = false, sample: TraceSample? = nil) {
    self.onlyPending = onlyPending
    self.sample = sample
  }

  /// Returns the selected traces.
  func chosen(of traces: [Trace], for version: JudgeVersion) -> [Trace] {
    let sampled = sample.map { sample in traces.filter(sample.contains) } ?? traces
    guard onlyPending else { return sampled }
    return PendingTraces.of(
      sampled, judge: version.hash, isSessionLevel: version.body.isSessionLevel)
  }
}
