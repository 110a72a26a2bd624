public import JudgeJSON
public import JudgeRecords

/// The content of one line of a file: a trace, with its labels and verdicts.
///
/// It holds only content of the file, and nothing about the importer or the time of the import.
/// Trace ids that the file does not give are empty until the trace is known.
public struct ImportedItem: Hashable, Sendable {
  /// A verdict with the name and source that its batch will carry.
  public struct SourcedVerdict: Hashable, Sendable {
    /// The question that the verdict answers.
    public var name: String
    /// The judge.
    public var source: AssessmentSource
    /// The verdict.
    public var verdict: Verdict
  }

  /// The trace; if the line has no inputs and outputs, only its keys are used.
  public var trace: TraceRecord
  /// Whether the line holds a trace, rather than labels or spans for an existing one.
  public var holdsTrace: Bool
  /// Whether inputs and outputs are excerpts.
  ///
  /// They come from a preview, or from spans without their trace. They create a trace if there is
  /// none, but do not contradict an existing one.
  public var isExcerpt: Bool
  /// The run that the line names.
  public var run: Run?
  /// Human and code labels, and expectations.
  public var assessments: [Assessment]
  /// The verdicts of judges.
  public var verdicts: [SourcedVerdict]
  /// The spans.
  public var spans: [JSONValue]
  /// The number of values that had to be repaired to be kept.
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
