public import JudgeJSON
public import JudgeRecords

/// A trace as a reviewer is shown it: without anybody's label and without any verdict.
public struct LabelCard: Hashable, Sendable {
  /// What is to be labelled.
  public let item: LabelItem
  /// The trace; labels, verdicts, decisions and tags are taken out of it.
  public let trace: Trace
  /// The reviewer's flag, if the trace has one.
  public let flag: String?
  /// Whether the reviewer was shown others' opinions on this trace before, with a label that they
  /// have taken back since.
  public let wasRevealed: Bool
  /// Other people's labels, if the reviewer asked to see them.
  public let opinions: LabelReveal?

  /// Makes a card with only the trace's content.
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

/// What judges and other people say of a trace: shown after a reviewer's own label.
public struct LabelReveal: Hashable, Sendable {
  /// What one of them says.
  public struct Opinion: Hashable, Sendable {
    /// Who: the judge's or the person's source id.
    public let who: String
    /// The value; `nil` for an error.
    public let value: JSONValue?
    /// Why.
    public let rationale: String?
    /// Whether it is the verdict of the judge that is asked here.
    public let isTheJudge: Bool

    /// Creates an opinion.
    public init(who: String, value: JSONValue?, rationale: String?, isTheJudge: Bool) {
      self.who = who
      self.value = value
      self.rationale = rationale
      self.isTheJudge = isTheJudge
    }
  }

  /// Judges first, then people.
  public let opinions: [Opinion]

  /// Creates what is revealed.
  public init(_ opinions: [Opinion]) { self.opinions = opinions }

  /// What a trace's verdicts and votes say.
  ///
  /// - Parameters:
  ///   - trace: the trace with labels and verdicts.
  ///   - name: the question.
  ///   - reviewer: whose own labels are left out.
  ///   - judge: the hash of the judge that is asked; of a verdict without a judge every source is.
  public init(_ trace: Trace, on name: String, besides reviewer: String, judge: ContentID?) {
    // The last verdict of each source counts: verdicts come in order of time.
    var latest = TextMap<Feedback>()
    for verdict in trace.verdicts
    where verdict.name.utf8.elementsEqual(name.utf8) && verdict.spanID == nil {
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

  /// Whether a judge that is asked says something else.
  ///
  /// - Parameter value: the reviewer's label.
  /// - Returns: `false` if no judge has given a value.
  public func judgeDiffers(from value: JSONValue) -> Bool {
    opinions.contains { opinion in
      opinion.isTheJudge && opinion.value.map { $0 != value } ?? false
    }
  }
}
