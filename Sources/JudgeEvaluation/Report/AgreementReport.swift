public import JudgeAgreement
public import JudgeJSON
public import JudgeRecords

/// How far people agree with each other, and judges with people, on one question.
public struct AgreementReport: Sendable {
  /// One judge against the consensus.
  public struct JudgeRow: Sendable {
    /// The source id: a recorded judge's, or a model URI.
    public var sourceID: String
    /// The judge's body, for verdicts that this program made.
    public var judge: ContentID?
    /// `NAME@vN`, where the body is registered.
    public var version: String?
    /// The comparison; ties and erroneous verdicts are left out and counted.
    public var comparison: JudgeComparison
  }

  /// The question.
  public let set: LabelledSet
  /// Whether and how the values are ordered, as codes from low to high; empty for no order.
  public let order: [Int]
  /// The judges, by source id and version.
  public let judges: [JudgeRow]
  /// Further warnings, of what only the store knows.
  public var notes: [String] = []
  /// What reviewers are, beside being reviewers: `adjudicator`, by source id.
  public var roles: [String: String] = [:]

  /// Compares everybody with everybody.
  ///
  /// - Parameters:
  ///   - set: the labelled traces.
  ///   - ordered: the values from low to high, where they have an order.
  ///   - versions: `NAME@vN` by judge body.
  /// - Throws: `AgreementError` where the figures cannot be made.
  public init(
    _ set: LabelledSet, ordered: [JSONValue], versions: [ContentID: String]
  ) throws(AgreementError) {
    self.set = set
    let codes = LabelledSet.codes(set.values)
    let order = ordered.compactMap { codes[$0] }
    self.order = order.count == set.values.count ? order : []
    var speakers = Set<Speaker>()
    for trace in set.traces {
      for verdict in trace.verdicts where Self.answers(verdict, set.feedbackName) {
        speakers.insert(Speaker(sourceID: verdict.source.id, judge: verdict.judge))
      }
    }
    var rows: [JudgeRow] = []
    for speaker in speakers.sorted() {
      let verdicts = set.codes { trace in
        trace.verdicts.last {
          Self.answers($0, set.feedbackName) && $0.judge == speaker.judge
            && $0.source.id.utf8.elementsEqual(speaker.sourceID.utf8)
        }
      }
      rows.append(
        JudgeRow(
          sourceID: speaker.sourceID, judge: speaker.judge,
          version: speaker.judge.flatMap { versions[$0] },
          comparison: try JudgeComparison(consensus: set.consensus, verdicts: verdicts)))
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
