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
  public init(
    _ assessments: some Sequence<(ContentID, Assessment)>, changes: ChangeFold,
    shown: ContentID? = nil
  ) {
    var unique: [ContentID: Label] = [:]
    for (record, assessment) in assessments {
      unique[record] = Label(
        id: assessment.id(in: record), record: record, assessment: assessment)
    }
    var labels = unique.values.sorted(by: Self.isEarlier)
    Self.markDeleted(&labels, changes)
    OverrideGraph.apply(to: &labels)
    Self.markContended(&labels)
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

  private static func markDeleted(_ labels: inout [Label], _ changes: ChangeFold) {
    for index in labels.indices {
      if labels[index].assessment.valid == false { labels[index].standing = .invalid }
      for (source, change) in changes.deletions(of: labels[index].id) {
        if source == labels[index].assessment.source {
          labels[index].standing = .deleted
        } else {
          labels[index].disputes.append(change.hex)
        }
      }
    }
  }

  /// Of several labels of a source on one question that have not seen each other, the last counts.
  private static func markContended(_ labels: inout [Label]) {
    var latest: [Assessment.Question: Int] = [:]
    for (index, label) in labels.enumerated() where label.standing == .counts {
      if label.assessment.repeatIndex != nil {
        labels[index].standing = .repeated
        continue
      }
      if let earlier = latest.updateValue(index, forKey: label.assessment.question) {
        labels[earlier].standing = .contended
      }
    }
  }
}
