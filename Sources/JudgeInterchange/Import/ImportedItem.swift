public import JudgeJSON
public import JudgeRecords

/// The content of one line of a file: a trace, with its labels and verdicts.
///
/// It holds only what the file says: nothing of the importer or of the time of import. Trace ids
/// that the file does not give are empty, to be put in when the trace is known.
public struct ImportedItem: Hashable, Sendable {
  /// A verdict with the name and source that its batch will carry.
  public struct SourcedVerdict: Hashable, Sendable {
    /// The question that it answers.
    public var name: String
    /// The judge.
    public var source: AssessmentSource
    /// The verdict.
    public var verdict: Verdict
  }

  /// The trace; for a line without inputs and outputs only its keys are of use.
  public var trace: TraceRecord
  /// Whether the line holds a trace, rather than labels or spans for one that is there.
  public var holdsTrace: Bool
  /// Whether inputs and outputs are second-hand.
  ///
  /// They come from a preview, or from spans that came without their trace. They make a trace
  /// if there is none, but say nothing against one that is there.
  public var isExcerpt: Bool
  /// The run that the line names.
  public var run: Run?
  /// Human and code labels, and expectations.
  public var assessments: [Assessment]
  /// What judges said.
  public var verdicts: [SourcedVerdict]
  /// The spans.
  public var spans: [JSONValue]
  /// How many values had to be repaired to be kept.
  public var repaired: Int

  package init(experiment: ContentID) {
    trace = TraceRecord(experiment: experiment)
    holdsTrace = false
    isExcerpt = false
    assessments = []
    verdicts = []
    spans = []
    repaired = 0
  }
}
