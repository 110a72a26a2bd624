import JudgeJSON

/// The overrides among the labels of one trace.
///
/// An override counts only from the same source, and only while it is not deleted. If label B
/// overrides A, and C overrides B, A stays overridden even if B is deleted: the last label in the
/// chain replaces all others.
///
/// A label names the one that it overrides, or a change of its source does, as the correction of an
/// import.
struct OverrideGraph {
  /// A change by which a label is replaced by another one of its source.
  struct Correction {
    /// The index of the label that is replaced.
    let label: Int
    /// The record of the change.
    let id: ContentID
    let change: Change
  }

  /// The labels that each label overrides.
  private var targets: [[Int]]
  /// The number of labels that override each label.
  private var incoming: [Int]
  /// Whether a label that is not deleted overrides this one, directly or along a chain.
  private var isCovered: [Bool]
  /// Imported labels that override each other in a ring.
  private var rings: [[Int]] = []

  /// Marks overridden labels, and records other sources' overrides as disputes.
  ///
  /// - Parameters:
  ///   - labels: the labels in order of (time, id); deletions and unconfirmed labels are already
  ///     marked.
  ///   - contest: decides which label may replace which.
  ///   - corrections: the corrections that count.
  static func apply(
    to labels: inout [Label], _ contest: LabelContest, _ corrections: [Correction]
  ) {
    // Records with the same given id and source are states of one label, as in MLflow's update.
    var states: [Key: [Int]] = [:]
    for (index, label) in labels.enumerated() where label.standing != .unconfirmed {
      states[Key(label), default: []].append(index)
    }
    var latest: [Key: Int] = [:]
    for (key, indices) in states {
      let (winner, refused) = contest.winner(indices)
      latest[key] = winner
      for index in indices where index != winner && labels[index].standing == .counts {
        if refused.contains(index) {
          contest.dispute(index, over: winner, &labels)
        } else {
          labels[index].standing = .overridden
        }
      }
    }
    var graph = OverrideGraph(count: labels.count)
    graph.connect(&labels, latest, contest)
    graph.openRings()
    graph.correct(labels, latest, contest, corrections)
    graph.cover(labels)
    for index in labels.indices
    where graph.isCovered[index] && labels[index].standing == .counts {
      labels[index].standing = .overridden
    }
  }

  private init(count: Int) {
    targets = Array(repeating: [], count: count)
    incoming = Array(repeating: 0, count: count)
    isCovered = Array(repeating: false, count: count)
  }

  private mutating func connect(
    _ labels: inout [Label], _ latest: [Key: Int], _ contest: LabelContest
  ) {
    var byID = TextMap<[Int]>()
    for index in latest.values { byID[labels[index].id, default: []].append(index) }
    for (key, index) in latest {
      let label = labels[index]
      guard let id = label.assessment.overrides else { continue }
      if let own = latest[Key(id: id, source: key.source)] {
        // A repeat is not a vote, so it replaces only the same repeat.
        guard own != index, label.assessment.repeatIndex == labels[own].assessment.repeatIndex
        else { continue }
        guard contest.mayReplace(index, own) else {
          if label.standing == .counts { contest.dispute(index, over: own, &labels) }
          continue
        }
        targets[index].append(own)
      } else if label.standing != .deleted {
        for other in byID[id] ?? [] { labels[other].disputes.append(label.id) }
      }
    }
  }

  /// Takes out the overrides of imported labels that override each other in a ring.
  ///
  /// A ring alone does not remove a vote: (time, id) decides.
  private mutating func openRings() {
    // 0: not visited, -1: done, otherwise the number of the walk.
    var walk = Array(repeating: 0, count: targets.count)
    for start in targets.indices where walk[start] == 0 {
      var next = start
      while walk[next] == 0 {
        walk[next] = start + 1
        guard let following = targets[next].first else { break }
        next = following
      }
      guard walk[next] == start + 1, !targets[next].isEmpty else { continue }
      var ring: [Int] = []
      var member = next
      repeat {
        ring.append(member)
        member = targets[member].first ?? next
      } while member != next
      for member in ring { targets[member] = [] }
      rings.append(ring)
    }
  }

  /// Adds the corrections, the latest first, and leaves out those that contradict a later one.
  private mutating func correct(
    _ labels: [Label], _ latest: [Key: Int], _ contest: LabelContest, _ corrections: [Correction]
  ) {
    let ordered = corrections.sorted { left, right in
      if left.change.time != right.change.time {
        return later(left.change.time, than: right.change.time)
      }
      return right.id < left.id
    }
    for correction in ordered {
      let old = labels[correction.label]
      guard let id = correction.change.value.stringValue,
        latest[Key(old)] == correction.label,
        let new = latest[Key(id: id, source: old.assessment.source)], new != correction.label,
        labels[new].assessment.question == old.assessment.question,
        labels[new].assessment.repeatIndex == old.assessment.repeatIndex,
        contest.mayReplace(new, correction.label), !reaches(correction.label, new)
      else { continue }
      targets[new].append(correction.label)
    }
  }

  /// Returns whether a label overrides another one, directly or along a chain.
  private func reaches(_ start: Int, _ goal: Int) -> Bool {
    var pending = [start]
    var seen: Set<Int> = [start]
    while let index = pending.popLast() {
      for next in targets[index] where seen.insert(next).inserted {
        if next == goal { return true }
        pending.append(next)
      }
    }
    return false
  }

  /// Propagates `isCovered` along the chains, from labels that are not overridden.
  private mutating func cover(_ labels: [Label]) {
    for index in targets.indices { for next in targets[index] { incoming[next] += 1 } }
    var pending = incoming.indices.filter { incoming[$0] == 0 }
    while let index = pending.popLast() {
      for next in targets[index] {
        if labels[index].standing != .deleted || isCovered[index] { isCovered[next] = true }
        incoming[next] -= 1
        if incoming[next] == 0 { pending.append(next) }
      }
    }
    // If a label outside a ring overrides one in it, the whole ring is overridden.
    for ring in rings where ring.contains(where: { isCovered[$0] }) {
      for index in ring { isCovered[index] = true }
    }
  }

  /// The key of a label among those of its source.
  private struct Key: Hashable {
    let id: String
    let source: AssessmentSource

    init(id: String, source: AssessmentSource) {
      self.id = id
      self.source = source
    }

    init(_ label: Label) { self.init(id: label.id, source: label.assessment.source) }

    static func == (left: Key, right: Key) -> Bool {
      Bytewise.equal(left.id, right.id) && left.source == right.source
    }

    func hash(into hasher: inout Hasher) {
      Bytewise.hash(id, into: &hasher)
      hasher.combine(source)
    }
  }
}
