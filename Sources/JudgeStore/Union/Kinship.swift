/// How two commits are related.
enum Kinship: Hashable, Sendable {
  /// Both are the same commit.
  case same
  /// The first one is in the history of the second.
  case ancestor
  /// The second one is in the history of the first.
  case descendant
  /// Each has something that the other lacks; they may have no common history at all.
  case diverged
}

/// Walks back from two commits at once, the youngest first, until only common history is left.
///
/// The way `git merge-base` goes (its `paint_down_to_common`): the cost follows what the two do not
/// share. Wrong clocks make the walk longer but never give a wrong answer. If generations are
/// known, clocks are not used.
struct KinshipWalk<ID: Hashable> {
  /// What the walk needs to know of a commit.
  struct Node {
    let parents: [ID]
    let seconds: Int64
    /// The length of the longest way from a root.
    ///
    /// If it is not known, no commit with a known one descends from this one.
    var generation = Int.max
  }

  private struct Marks: OptionSet {
    let rawValue: UInt8
    static var first: Marks { Marks(rawValue: 1) }
    static var second: Marks { Marks(rawValue: 2) }
    static var both: Marks { [.first, .second] }
  }

  private var marks: [ID: Marks] = [:]
  /// Sorted by generation and time, the youngest last.
  private var queue: [(generation: Int, seconds: Int64, id: ID)] = []
  /// Those in the queue that only one of the two has so far.
  private var open: Set<ID> = []
  private var nodes: [ID: Node] = [:]

  /// - Parameters:
  ///   - first: one commit.
  ///   - second: the other.
  ///   - node: looks up a commit, or returns `nil` where the history of a shallow clone ends.
  /// - Returns: how they are related.
  /// - Throws: what `node` throws.
  static func relate<Failure: Error>(
    _ first: ID, _ second: ID, _ node: (ID) throws(Failure) -> Node?
  ) throws(Failure) -> Kinship {
    if first == second { return .same }
    let walk = try walked(first, second, node)
    if walk.marks[first] == .both { return .ancestor }
    return walk.marks[second] == .both ? .descendant : .diverged
  }

  /// Whether two commits have a commit in common in their histories.
  ///
  /// - Parameters: see ``relate(_:_:_:)``.
  /// - Throws: what `node` throws.
  static func areRelated<Failure: Error>(
    _ first: ID, _ second: ID, _ node: (ID) throws(Failure) -> Node?
  ) throws(Failure) -> Bool {
    if first == second { return true }
    return try walked(first, second, node).marks.values.contains(.both)
  }

  private static func walked<Failure: Error>(
    _ first: ID, _ second: ID, _ node: (ID) throws(Failure) -> Node?
  ) throws(Failure) -> KinshipWalk {
    var walk = KinshipWalk()
    try walk.mark(first, .first, node)
    try walk.mark(second, .second, node)
    while !walk.open.isEmpty, let next = walk.queue.popLast() {
      walk.open.remove(next.id)
      guard let mark = walk.marks[next.id], let known = walk.nodes[next.id] else { continue }
      for parent in known.parents { try walk.mark(parent, mark, node) }
    }
    return walk
  }

  private mutating func mark<Failure: Error>(
    _ id: ID, _ mark: Marks, _ node: (ID) throws(Failure) -> Node?
  ) throws(Failure) {
    let before = marks[id] ?? []
    let after = before.union(mark)
    guard after != before else { return }
    if nodes[id] == nil {
      guard let found = try node(id) else { return }
      nodes[id] = found
    }
    marks[id] = after
    if after == .both { open.remove(id) } else { open.insert(id) }
    guard let known = nodes[id] else { return }
    let place = queue.firstSorted {
      ($0.generation, $0.seconds) > (known.generation, known.seconds)
    }
    queue.insert((known.generation, known.seconds, id), at: place)
  }
}
