import JudgeJSON

/// Folds the assessments of one trace: one vote per feedback name, span and source.
public struct LabelFold: Sendable, Equatable {
  /// Every assessment with its standing, in order of (time, id).
  public let labels: [Label]

  /// Folds assessments, in any order; the same record twice is one label.
  ///
  /// - Parameters:
  ///   - assessments: the records' identities and values, all of one trace.
  ///   - changes: the changes on these assessments.
  ///   - shown: the hash of what the trace shows now, for `seen`; `nil` leaves staleness out.
  ///   - authority: who may replace and delete what.
  ///   - introductions: what brought these assessments and changes, by record.
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
    OverrideGraph.apply(to: &labels, contest)
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
      if label.assessment.valid == false { labels[index].standing = .invalid }
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

  /// Of several labels of a source on one question that have not seen each other, the last counts.
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
