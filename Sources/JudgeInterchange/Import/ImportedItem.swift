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
    /// The judge as the line has it, if there are blanks around its id.
    ///
    /// Earlier versions kept these blanks, and the verdict's id depends on them.
    var writtenSource: AssessmentSource?
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
  /// The number of assessments that were left out because they have no value.
  ///
  /// Tables write a missing answer as NaN or null, which is nobody's label.
  public var withoutValue = 0
  /// The number of times that were written in another form than usual.
  var times: [TimeReading.Form: Int] = [:]
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

  /// Adds a verdict of a judge.
  mutating func add(_ verdict: Verdict, name: String, source: AssessmentSource) {
    let clean = source.withoutBlanks
    verdicts.append(
      SourcedVerdict(
        name: name, source: clean, writtenSource: clean == source ? nil : source,
        verdict: verdict))
  }
}
