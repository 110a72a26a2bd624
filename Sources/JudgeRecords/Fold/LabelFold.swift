import JudgeJSON

/// Folds the assessments of one trace: one vote per feedback name, span and source.
public struct LabelFold: Sendable, Equatable {
  /// Every assessment with its standing, in order of (time, id).
  public let labels: [Label]

  /// Folds assessments, in any order; repetitions of a record are one label.
  ///
  /// - Parameters:
  ///   - assessments: the records' identities and values, all of one trace.
  ///   - changes: the changes on these assessments.
  ///   - shown: the hash of the trace's current content, compared with `seen`; if `nil`, labels are
  ///     never marked as stale.
  ///   - authority: decides who may replace and delete labels.
  ///   - introductions: the introductions of these assessments and changes, by record.
  public init(
    _ assessments: some Sequence<(ContentID, Assessment)>, changes: ChangeFold,
    shown: ContentID? = nil, authority: Authority = .believing,
    introductions: [ContentID: Introduction] = [:]
  ) {
    var unique: [ContentID: Label] = [:]
    for (record, assessment) in assessments {
      var label = Label(id: assessment.id(in: record), record: record, assessment: assessment)
      label.assessment.source = authority.person(assessment.source)
      unique[record] = label
    }
    var labels = unique.values.sorted(by: Self.isEarlier)
    let contest = LabelContest(
      authority: authority,
      claims: labels.map { label in
        authority.claim(
          of: label.assessment.source, label.record, introductions[label.record])
      })
    Self.markDeleted(&labels, changes, contest, introductions)
    contest.markUnconfirmed(&labels)
    let corrections = labels.indices.flatMap { index in
      changes.corrections(of: labels[index].id).filter { id, change in
        authority.admits(
          change, id, introductions[id], onLabelOf: labels[index].assessment.source,
          contest.claims[index])
      }.map { OverrideGraph.Correction(label: index, id: $0.id, change: $0.change) }
    }
    OverrideGraph.apply(to: &labels, contest, corrections)
    Self.markContended(&labels, contest)
    for index in labels.indices {
      if let seen = labels[index].assessment.seen, let shown, seen != shown {
        labels[index].isStale = true
      }
      labels[index].disputes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    self.labels = labels
  }

  private static func isEarlier(_ left: Label, _ right: Label) -> Bool {
    let (a, b) = (left.assessment.statedTime, right.assessment.statedTime)
    if a != b { return later(b, than: a) }
    if !Bytewise.equal(left.id, right.id) {
      return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }
    return left.record < right.record
  }

  private static func markDeleted(
    _ labels: inout [Label], _ changes: ChangeFold, _ contest: LabelContest,
    _ introductions: [ContentID: Introduction]
  ) {
    for index in labels.indices {
      let label = labels[index]
      if label.assessment.valid == false || label.assessment.isEmptyCell {
        labels[index].standing = .invalid
      }
      func counts(_ id: ContentID, _ change: Change) -> Bool {
        contest.authority.admits(
          change, id, introductions[id], onLabelOf: label.assessment.source,
          contest.claims[index])
      }
      if !changes.deletions(of: label.id, counts).isEmpty { labels[index].standing = .deleted }
      let disputes = changes.deletions(of: label.id) { !counts($0, $1) }
      labels[index].disputes += disputes.values.map(\.hex)
    }
  }

  /// Marks all but the last of a source's labels on one question as contended.
  ///
  /// These are labels that were made without having seen each other.
  private static func markContended(_ labels: inout [Label], _ contest: LabelContest) {
    var questions: [Assessment.Question: [Int]] = [:]
    for (index, label) in labels.enumerated() where label.standing == .counts {
      if label.assessment.repeatIndex != nil {
        labels[index].standing = .repeated
      } else {
        questions[label.assessment.question, default: []].append(index)
      }
    }
    for candidates in questions.values where candidates.count > 1 {
      contest.settle(candidates, &labels, losers: .contended)
    }
  }
}

/// Decides which of several labels of one source replaces the others, by their introductions.
struct LabelContest {
  let authority: Authority
  /// The claim of each label, in the order of the labels.
  let claims: [Authority.Claim]

  /// Marks the labels that do not count because their pinned source did not introduce them.
  func markUnconfirmed(_ labels: inout [Label]) {
    for index in labels.indices {
      if case .unconfirmed = claims[index], labels[index].standing == .counts {
        labels[index].standing = .unconfirmed
      }
    }
  }

  /// Returns whether one label may replace another.
  func mayReplace(_ new: Int, _ old: Int) -> Bool {
    authority.mayReplace(claims[new], claims[old])
  }

  /// Finds the label that counts among mutually exclusive labels.
  ///
  /// A label that its source introduced wins over all imports. Among imports, the first one in the
  /// history decides who may replace it. Of those, the last one counts.
  ///
  /// - Parameter candidates: indices of labels, in order of (time, id). Must not be empty.
  /// - Returns: the label that counts, and those that may not replace it.
  func winner(_ candidates: [Int]) -> (winner: Int, refused: [Int]) {
    let own = candidates.filter { claims[$0].isSources }
    if let last = own.last { return (last, candidates.filter { !claims[$0].isSources }) }
    let first =
      candidates.min { (generation($0), $0) < (generation($1), $1) } ?? candidates[0]
    let admitted = candidates.filter { $0 == first || mayReplace($0, first) }
    return (admitted.last ?? first, candidates.filter { !admitted.contains($0) })
  }

  /// Gives all labels but the winner another standing; labels that may not replace it are disputed.
  func settle(_ candidates: [Int], _ labels: inout [Label], losers: Label.Standing) {
    let (winner, refused) = winner(candidates)
    for index in candidates where index != winner {
      if refused.contains(index) {
        dispute(index, over: winner, &labels)
      } else {
        labels[index].standing = losers
      }
    }
  }

  /// Records that a label claims to replace another one without being allowed to.
  func dispute(_ index: Int, over winner: Int, _ labels: inout [Label]) {
    labels[index].standing = .disputed
    if !labels[winner].disputes.contains(where: { Bytewise.equal($0, labels[index].id) }) {
      labels[winner].disputes.append(labels[index].id)
    }
  }

  private func generation(_ index: Int) -> Int {
    if case .imported(_, _, let generation) = claims[index] { return generation }
    return 0
  }
}

extension Assessment {
  /// The subject of one vote of a source: kind of statement, name, span and source.
  public struct Question: Hashable, Sendable {
    /// Whether it is about an expectation rather than a feedback.
    public let isExpectation: Bool
    /// The feedback or expectation name.
    public let name: String
    /// The span, if it is not the whole trace.
    public let spanID: String?
    /// The source.
    public let source: AssessmentSource

    /// Equal if all texts have the same bytes.
    public static func == (left: Question, right: Question) -> Bool {
      left.isExpectation == right.isExpectation && Bytewise.equal(left.name, right.name)
        && (left.spanID == nil) == (right.spanID == nil)
        && Bytewise.equal(left.spanID ?? "", right.spanID ?? "") && left.source == right.source
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(isExpectation)
      Bytewise.hash(name, into: &hasher)
      Bytewise.hash(spanID ?? "", into: &hasher)
      hasher.combine(source)
    }
  }

  /// The question that this assessment answers.
  public var question: Question {
    var isExpectation = false
    if case .expectation = content { isExpectation = true }
    return Question(isExpectation: isExpectation, name: name, spanID: spanID, source: source)
  }

  /// Whether it is a missing value of an imported file, which older versions kept as `null`.
  ///
  /// A label that a reviewer gave names what they saw, so a deliberate `null` counts.
  var isEmptyCell: Bool {
    guard seen == nil else { return false }
    switch content {
    case .feedback(let value), .expectation(let value): return value.isNull
    case .error: return false
    }
  }

  /// The time of the source's last statement: the later of creation and last update.
  ///
  /// MLflow updates an assessment in place, under its old id and creation time.
  public var statedTime: Timestamp? {
    later(lastUpdateTime, than: createTime) ? lastUpdateTime : createTime
  }
}
