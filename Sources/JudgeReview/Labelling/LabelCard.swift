public import JudgeJSON
public import JudgeRecords

/// A trace as shown to a reviewer, without labels and verdicts.
public struct LabelCard: Hashable, Sendable {
  /// The trace to label.
  public let item: LabelItem
  /// The trace, with its labels, verdicts, decisions and tags removed.
  public let trace: Trace
  /// The reviewer's flag, or `nil` if the trace has none.
  public let flag: String?
  /// Whether the reviewer has already seen other opinions on this trace.
  ///
  /// An earlier label, since taken back, revealed them.
  public let wasRevealed: Bool
  /// Other opinions, or `nil` in a blind session.
  public let opinions: LabelReveal?

  /// Creates a card that has only the content of a trace.
  public init(
    item: LabelItem, trace: Trace, flag: String? = nil, wasRevealed: Bool = false,
    opinions: LabelReveal? = nil
  ) {
    self.item = item
    var bare = trace
    bare.labels = []
    bare.verdicts = []
    bare.decisions = [:]
    bare.tags = JSONObject()
    self.trace = bare
    self.flag = flag
    self.wasRevealed = wasRevealed
    self.opinions = opinions
  }
}

/// The verdicts of judges and the labels of other people on a trace.
///
/// A blind session shows them after the reviewer's own label.
public struct LabelReveal: Hashable, Sendable {
  /// One verdict or label.
  public struct Opinion: Hashable, Sendable {
    /// The source id of the judge or person.
    public let who: String
    /// The value, or `nil` for an error.
    public let value: JSONValue?
    /// The reason, if one was given.
    public let rationale: String?
    /// Whether this is a verdict of the judge that answers the question now.
    public let isTheJudge: Bool

    /// Creates an opinion.
    public init(who: String, value: JSONValue?, rationale: String?, isTheJudge: Bool) {
      self.who = who
      self.value = value
      self.rationale = rationale
      self.isTheJudge = isTheJudge
    }
  }

  /// The opinions: judges first, then people.
  public let opinions: [Opinion]

  /// Creates a reveal.
  public init(_ opinions: [Opinion]) { self.opinions = opinions }

  /// Collects the opinions on a trace.
  ///
  /// - Parameters:
  ///   - trace: the trace with labels and verdicts.
  ///   - name: the question.
  ///   - reviewer: the source id of the reviewer, whose own labels are left out.
  ///   - judge: the hash of the judge that answers the question now. If no verdict is from it,
  ///     every judge counts as this judge.
  public init(_ trace: Trace, on name: String, besides reviewer: String, judge: ContentID?) {
    // Verdicts come in order of time, so the last one of each source counts.
    var latest = TextMap<Feedback>()
    for verdict in trace.verdicts
    where verdict.answers(name) {
      latest[verdict.source.id + "\u{0}" + (verdict.judge?.hex ?? "")] = verdict
    }
    let isKnown = latest.values.contains { judge != nil && $0.judge == judge }
    let judges = latest.values.map { verdict in
      Opinion(
        who: verdict.source.id, value: verdict.value, rationale: verdict.rationale,
        isTheJudge: !isKnown || verdict.judge == judge)
    }
    let people = trace.votes(on: name)
      .filter { !$0.assessment.source.id.utf8.elementsEqual(reviewer.utf8) }
      .map { label in
        var value: JSONValue?
        if case .feedback(let given) = label.assessment.content { value = given }
        return Opinion(
          who: label.assessment.source.id, value: value, rationale: label.assessment.rationale,
          isTheJudge: false)
      }
    opinions = judges + people
  }

  /// Returns whether the judge's verdict differs from a label.
  ///
  /// - Parameter value: the value of the label.
  /// - Returns: whether it differs; `false` if the judge has not given a value.
  public func judgeDiffers(from value: JSONValue) -> Bool {
    opinions.contains { opinion in
      opinion.isTheJudge && opinion.value.map { $0 != value } ?? false
    }
  }
}
