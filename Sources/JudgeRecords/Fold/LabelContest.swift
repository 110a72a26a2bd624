import JudgeJSON

/// Decides which of several labels of one source replaces the others, by who brought each.
struct LabelContest {
  let authority: Authority
  /// The claim of each label, in the order of the labels.
  let claims: [Authority.Claim]

  /// Marks the labels that do not count because their source is pinned and has not brought them.
  func markUnconfirmed(_ labels: inout [Label]) {
    for index in labels.indices {
      if case .unconfirmed = claims[index], labels[index].standing == .counts {
        labels[index].standing = .unconfirmed
      }
    }
  }

  /// Whether one label may replace another.
  func mayReplace(_ new: Int, _ old: Int) -> Bool {
    authority.mayReplace(claims[new], claims[old])
  }

  /// Finds the label that counts among mutually exclusive labels.
  ///
  /// A label that its source brought wins over all imports. Among imports, the first one in the
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

  /// Gives all but one of several labels another standing; those that may not replace the one that
  /// stands are disputed.
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

  /// Notes that a label claims to replace another one, and may not.
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
