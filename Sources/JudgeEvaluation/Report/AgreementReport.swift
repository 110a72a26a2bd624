public import JudgeAgreement
public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// The agreement of people with each other, and of judges with people, on one question.
public struct AgreementReport: Sendable {
  /// The comparison of one judge with the consensus.
  public struct JudgeRow: Sendable {
    /// The source id: that of a recorded judge, or a model URI.
    public var sourceID: String
    /// The judge's body, or nil for verdicts that this program did not make.
    public var judge: ContentID?
    /// `NAME@vN`, or nil if the body is not registered.
    public var version: String?
    /// The comparison; ties and erroneous verdicts are left out and counted.
    public var comparison: JudgeComparison
    /// The comparison with each reviewer alone, by rater code.
    public var reviewers: [JudgeComparison]
    /// The judge and each reviewer, compared with the same other reviewers.
    ///
    /// A failed verdict agrees with none of them.
    public var alternative: AlternativeAnnotatorTest
    /// The number of these traces that the judge learned from, as far as the store knows.
    ///
    /// The judge's figures on them do not measure new traces.
    public var taught = 0
  }

  /// The figures of the traces with one value of a tag.
  public struct Group: Sendable {
    /// The tag's value, or `nil` for traces without the tag.
    public let value: String?
    /// The figures of these traces alone.
    public let report: AgreementReport

    /// Creates a group.
    package init(value: String?, report: AgreementReport) {
      self.value = value
      self.report = report
    }
  }

  /// The question.
  public let set: LabelledSet
  /// The rule by which judges are compared with people.
  public let method: Consensus.Method
  /// The consensus that judges are compared with.
  public let consensus: Consensus
  /// The label codes from low to high; empty if the values have no order.
  ///
  /// The order is declared, or that of the numbers if the judge declares a number type.
  public let order: [Int]
  /// Whether the order was declared, so that weighted kappas are defined.
  public let hasDeclaredOrder: Bool
  /// The positions of the values of ``order``: the numbers themselves, otherwise 0, 1, 2, ….
  public let points: [Double]
  /// The ratings with codes in the order of the values.
  ///
  /// If there is no order, they are unchanged.
  let ranked: RatingTable
  /// The agreement of every two reviewers on the traces that both labelled.
  ///
  /// Weighted kappas follow the declared order and have no meaning without one.
  public let pairs: [PairAgreement]
  /// The codes of the values that are good, or empty if none are declared.
  public let pass: Set<Int>
  /// The judges, by source id and version.
  public var judges: [JudgeRow]
  /// Further warnings that depend on the store.
  public var notes: [String] = []
  /// The number of labels beside which the same source gave another one without having seen it.
  public var contended = 0
  /// Whether judges are also measured on the held-out part, and the number of judges among which
  /// the best is taken.
  public var look: TestSetLook = .none
  /// Further roles of reviewers, such as `adjudicator`, by source id.
  public var roles: [String: String] = [:]
  /// The sources whose labels are left out, with their number and the reason.
  public var excluded: [ExcludedSource] = []
  /// The agreement of people under each version of the guideline, the current one first.
  public var guidelines: [GuidelineRow] = []
  /// The tag that defines ``groups``, or nil if there are none.
  public var tag: String?
  /// The figures per value of a tag; traces without the tag come last.
  public var groups: [Group] = []

  /// Compares people with each other, and judges with people.
  ///
  /// - Parameters:
  ///   - set: the labelled traces.
  ///   - ordered: the values from low to high; empty if they have no order.
  ///   - isNumeric: whether the judge declares a number type.
  ///   - pass: the values that are good.
  ///   - consensus: the labels that judges are compared with. If not given, the set's own
  ///     consensus.
  ///   - versions: `NAME@vN` by judge body.
  /// - Throws: `JudgeFailure` if the figures cannot be computed.
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
      for verdict in trace.verdicts where verdict.answers(set.feedbackName) {
        speakers.insert(Speaker(sourceID: verdict.source.id, judge: verdict.judge))
      }
    }
    let votes = speakers.isEmpty ? [] : set.labelsByReviewer
    let groups = set.groupCodes
    var rows: [JudgeRow] = []
    for speaker in speakers.sorted() {
      let verdicts = set.codes { trace in
        trace.verdicts.last {
          $0.answers(set.feedbackName) && $0.judge == speaker.judge
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

  /// A source id with, for verdicts of this program, the judge's body.
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
