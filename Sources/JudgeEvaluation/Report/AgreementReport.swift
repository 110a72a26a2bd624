public import JudgeAgreement
public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// How far people agree with each other, and judges with people, on one question.
public struct AgreementReport: Sendable {
  /// One judge against the consensus.
  public struct JudgeRow: Sendable {
    /// The source id: a recorded judge's, or a model URI.
    public var sourceID: String
    /// The judge's body, for verdicts that this program made.
    public var judge: ContentID?
    /// `NAME@vN`, if the body is registered.
    public var version: String?
    /// The comparison; ties and erroneous verdicts are left out and counted.
    public var comparison: JudgeComparison
    /// The same against each reviewer alone, by rater code.
    public var reviewers: [JudgeComparison]
    /// The judge and each reviewer, compared with the same other reviewers.
    ///
    /// A failed verdict agrees with nobody.
    public var alternative: AlternativeAnnotatorTest
    /// The number of these traces that taught the judge, as far as the store knows.
    ///
    /// The judge's figures on them are not a measure of new ones.
    public var taught = 0
  }

  /// The same question on the traces with one value of a tag.
  public struct Group: Sendable {
    /// The tag's value; `nil` for traces without the tag.
    public let value: String?
    /// The figures of these traces alone.
    public let report: AgreementReport

    /// Puts a value beside its figures.
    package init(value: String?, report: AgreementReport) {
      self.value = value
      self.report = report
    }
  }

  /// The question.
  public let set: LabelledSet
  /// The rule by which judges are compared with people.
  public let method: Consensus.Method
  /// What judges are compared with.
  public let consensus: Consensus
  /// Whether and how the values are ordered, as codes from low to high; empty for no order.
  ///
  /// Declared, or that of the numbers if the judge declares a number type.
  public let order: [Int]
  /// Whether the order was declared, so that weighted kappas are defined.
  public let hasDeclaredOrder: Bool
  /// Where the values of ``order`` stand: the numbers themselves, else 0, 1, 2, ….
  public let points: [Double]
  /// The ratings with codes in the order of the values.
  ///
  /// If there is no order, unchanged.
  let ranked: RatingTable
  /// Agreement of every two reviewers on the traces that both labelled.
  ///
  /// Weighted kappas follow the declared order and mean nothing without one.
  public let pairs: [PairAgreement]
  /// The codes of the values that are good, or empty if none are declared.
  public let pass: Set<Int>
  /// The judges, by source id and version.
  public var judges: [JudgeRow]
  /// Further warnings, of what only the store knows.
  public var notes: [String] = []
  /// Whether judges are measured on the held-out part too, and on behalf of how many.
  public var look: TestSetLook = .none
  /// What reviewers are, beside being reviewers: `adjudicator`, by source id.
  public var roles: [String: String] = [:]
  /// Whose labels are left out, with how many there are and why.
  public var excluded: [ExcludedSource] = []
  /// The agreement of people under each version of the guideline, the current one first.
  public var guidelines: [GuidelineRow] = []
  /// The tag by whose values ``groups`` are made.
  public var tag: String?
  /// The figures per value of a tag; traces without it come last.
  public var groups: [Group] = []

  /// Compares everybody with everybody.
  ///
  /// - Parameters:
  ///   - set: the labelled traces.
  ///   - ordered: the values from low to high, if they have an order.
  ///   - isNumeric: whether the judge declares a number type.
  ///   - pass: the values that are good.
  ///   - consensus: the labels that judges are compared with. If not given, the set's own
  ///     consensus.
  ///   - versions: `NAME@vN` by judge body.
  /// - Throws: `JudgeFailure` if the figures cannot be made.
  public init(
    _ set: LabelledSet, ordered: [JSONValue], isNumeric: Bool = false, pass: [JSONValue] = [],
    consensus: Consensus? = nil, versions: [ContentID: String]
  ) throws(JudgeFailure) {
    self.set = set
    let consensus = consensus ?? set.consensus
    self.consensus = consensus
    method = consensus.method
    let scale = ValueOrder(set.values, ordered: ordered, isNumeric: isNumeric)
    order = scale.codes
    points = scale.points
    hasDeclaredOrder = scale.isDeclared
    let ranked = try Self.ranked(set, order: scale.codes)
    self.ranked = ranked
    pairs = ranked.pairAgreements()
    let codes = LabelledSet.codes(set.values)
    self.pass = Set(pass.compactMap { codes[$0] })
    var speakers = Set<Speaker>()
    for trace in set.traces {
      for verdict in trace.verdicts where Self.answers(verdict, set.feedbackName) {
        speakers.insert(Speaker(sourceID: verdict.source.id, judge: verdict.judge))
      }
    }
    let votes = speakers.isEmpty ? [] : set.labelsByReviewer
    let groups = set.groupCodes
    var rows: [JudgeRow] = []
    for speaker in speakers.sorted() {
      let verdicts = set.codes { trace in
        trace.verdicts.last {
          Self.answers($0, set.feedbackName) && $0.judge == speaker.judge
            && $0.source.id.utf8.elementsEqual(speaker.sourceID.utf8)
        }
      }
      var reviewers: [JudgeComparison] = []
      for truth in votes {
        reviewers.append(
          try JudgeComparison(
            truth: truth, verdicts: verdicts, labelCount: set.values.count))
      }
      rows.append(
        JudgeRow(
          sourceID: speaker.sourceID, judge: speaker.judge,
          version: speaker.judge.flatMap { versions[$0] },
          comparison: try JudgeComparison(consensus: consensus, verdicts: verdicts),
          reviewers: reviewers,
          alternative: AlternativeAnnotatorTest(
            set.table,
            verdicts: verdicts.map { said in
              if case .label(let code) = said { return code }
              return nil
            }, failed: verdicts.map { $0 == .error }, groups: groups)))
    }
    judges = rows
  }

  /// Whether a verdict answers a question on a whole trace, as a vote does.
  private static func answers(_ verdict: Feedback, _ feedbackName: String) -> Bool {
    verdict.spanID == nil && verdict.name.utf8.elementsEqual(feedbackName.utf8)
  }

  /// A source id and, for verdicts of ours, the judge's body.
  private struct Speaker: Hashable, Comparable {
    let sourceID: String
    let judge: ContentID?

    static func < (left: Speaker, right: Speaker) -> Bool {
      if !left.sourceID.utf8.elementsEqual(right.sourceID.utf8) {
        return left.sourceID.utf8.lexicographicallyPrecedes(right.sourceID.utf8)
      }
      return (left.judge?.hex ?? "") < (right.judge?.hex ?? "")
    }
  }
}
