import JudgeJSON

/// The overrides among the labels of one trace.
///
/// An override counts only from the same source, and only while it is not deleted. If label B
/// overrides A, and C overrides B, A stays overridden even if B is deleted: the last label in the
/// chain replaces all others.
struct OverrideGraph {
  /// The label that each label overrides.
  private var target: [Int?]
  private var incoming: [Int]
  /// Whether a label that is not deleted overrides this one, directly or along a chain.
  private var isCovered: [Bool]

  /// Marks overridden labels, and records other sources' overrides as disputes.
  ///
  /// - Parameters:
  ///   - labels: the labels in order of (time, id); deletions and unconfirmed labels are already
  ///     marked.
  ///   - contest: decides which label may replace which.
  static func apply(to labels: inout [Label], _ contest: LabelContest) {
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
    graph.cover(labels)
    for index in labels.indices
    where graph.isCovered[index] && labels[index].standing == .counts {
      labels[index].standing = .overridden
    }
  }

  private init(count: Int) {
    target = Array(repeating: nil, count: count)
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
        target[index] = own
        incoming[own] += 1
      } else if label.standing != .deleted {
        for other in byID[id] ?? [] { labels[other].disputes.append(label.id) }
      }
    }
  }

  /// Propagates `isCovered` along the chains, from labels that are not overridden.
  private mutating func cover(_ labels: [Label]) {
    var pending = incoming.indices.filter { incoming[$0] == 0 }
    while let index = pending.popLast() {
      guard let next = target[index] else { continue }
      if labels[index].standing != .deleted || isCovered[index] { isCovered[next] = true }
      incoming[next] -= 1
      if incoming[next] == 0 { pending.append(next) }
    }
    coverRings()
  }

  /// Handles imported labels that override each other in a ring.
  ///
  /// A ring alone does not remove a vote: (time, id) decides. If a label outside the ring overrides
  /// one in it, the whole ring is overridden.
  private mutating func coverRings() {
    for start in incoming.indices where incoming[start] > 0 {
      var ring: [Int] = []
      var next = start
      while incoming[next] > 0 {
        incoming[next] = 0
        ring.append(next)
        guard let following = target[next] else { break }
        next = following
      }
      if ring.contains(where: { isCovered[$0] }) {
        for index in ring { isCovered[index] = true }
      }
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
