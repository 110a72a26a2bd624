public import JudgeAgreement
import JudgeJSON
public import JudgeRecords

extension LabelledSet {
  /// Returns the votes that count in this set, by item code and in order of (time, id).
  ///
  /// - Parameter item: an item code.
  /// - Returns: the labels with a value, without those of excluded reviewers.
  public func votes(of item: Int) -> [Label] {
    let counted = Set(reviewers)
    return traces[item].votes(on: feedbackName, includeStale: includesStale)
      .filter { $0.assessment.value != nil && counted.contains($0.assessment.source.id) }
  }

  /// The number of votes with a reason.
  public var rationaleCount: Int {
    traces.indices.reduce(0) { sum, item in
      sum + votes(of: item).count { !($0.assessment.rationale ?? "").isEmpty }
    }
  }

  /// A number per trace, shared by all traces of the same group, from 0 by first appearance.
  package var groupCodes: [Int] {
    var codes: [String: Int] = [:]
    return traces.map { trace in
      let group = HeldOutSplit.group(of: trace)
      let code = codes[group] ?? codes.count
      codes[group] = code
      return code
    }
  }

  /// Each reviewer's label on each trace: label codes by rater, then by item.
  var labelsByReviewer: [[Int?]] {
    var result = [[Int?]](
      repeating: [Int?](repeating: nil, count: traces.count), count: reviewers.count)
    for rating in table.ratings { result[rating.rater][rating.item] = rating.label }
    return result
  }

  /// The agreement of reviewers with themselves on traces that they labelled twice.
  ///
  /// The vote comes first, then deliberate repeats in their order.
  public var selfAgreement: [SelfAgreement] {
    // A repeat may have a value that does not occur among the votes.
    var codes = Self.codes(values)
    let raters = Dictionary(
      reviewers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var ratings: [Rating] = []
    for (item, trace) in traces.enumerated() {
      let own = trace.labels.filter { label in
        [.counts, .repeated].contains(label.standing) && (includesStale || !label.isStale)
          && label.assessment.source.type == .human && label.assessment.spanID == nil
          && label.assessment.name.utf8.elementsEqual(feedbackName.utf8)
      }
      guard own.contains(where: { $0.standing == .repeated }) else { continue }
      let inOrder = own.enumerated().sorted { left, right in
        let (a, b) = (left.element.assessment, right.element.assessment)
        return (a.repeatIndex ?? 0, left.offset) < (b.repeatIndex ?? 0, right.offset)
      }
      for (_, label) in inOrder {
        guard let value = label.assessment.value,
          let rater = raters[label.assessment.source.id]
        else { continue }
        let code = codes[value] ?? codes.count
        codes[value] = code
        ratings.append(Rating(item: item, rater: rater, label: code))
      }
    }
    // Codes are made here, so that none is out of range.
    return (try? SelfAgreement.measure(ratings, labelCount: codes.count)) ?? []
  }
}
