/// The ancestry of the commits of an ``IntroductionLog``, by their index in it.
///
/// It is kept in memory. Each record that comes back needs an ancestry check, and reading the
/// commits between the two each time would take quadratic time.
struct CommitGraph: Sendable {
  /// The value for a missing parent.
  private static let none: Int32 = -1

  /// The length of the longest way to each commit from a root.
  private var generations: [Int32] = []
  private var firstParents: [Int32] = []
  /// The other parents of merges.
  private var otherParents: [Int: [Int]] = [:]
  /// The commit at which each commit's chain begins.
  ///
  /// A chain goes from a commit to one whose first parent it is. Of two commits in one chain the later one descends from the earlier one.
  private var chains: [Int32] = []
  /// Whether a chain continues from each commit.
  private var isContinued: [Bool] = []

  var count: Int { generations.count }

  /// The length of the longest way to a commit from a root, 1 for a root.
  func generation(of place: Int) -> Int { Int(generations[place]) }

  /// The parents of a commit that are in the graph.
  func parents(of place: Int) -> [Int] {
    let first = firstParents[place]
    guard first != Self.none else { return [] }
    guard let others = otherParents[place] else { return [Int(first)] }
    return [Int(first)] + others
  }

  /// The commits with more than one parent, and their parents but for the first.
  var merges: [Int: [Int]] { otherParents }

  /// Adds a commit.
  ///
  /// - Parameter parents: places of commits that were added before.
  mutating func add(parents: [Int]) {
    let place = Int32(clamping: count)
    generations.append((parents.map { generations[$0] }.max() ?? 0) + 1)
    isContinued.append(false)
    guard let first = parents.first else {
      firstParents.append(Self.none)
      chains.append(place)
      return
    }
    firstParents.append(Int32(clamping: first))
    if parents.count > 1 { otherParents[Int(place)] = Array(parents.dropFirst()) }
    chains.append(isContinued[first] ? place : chains[first])
    isContinued[first] = true
  }

  /// Whether a commit is in the history of another one, or is the same commit.
  ///
  /// The cost grows with the commits that the later one has beyond the earlier one's chain.
  func isAncestor(_ old: Int, of new: Int) -> Bool {
    let (floor, chain) = (generations[old], chains[old])
    var stack = [new]
    // The place up to which each chain was walked.
    var walked: [Int32: Int32] = [:]
    while let start = stack.popLast() {
      let (top, own) = (generations[start], chains[start])
      guard top >= floor else { continue }
      if own == chain { return true }
      let limit = max(floor, walked[own] ?? 0)
      guard top > limit else { continue }
      walked[own] = top
      var place = start
      while generations[place] > limit {
        if let others = otherParents[place] { stack += others }
        guard firstParents[place] != Self.none else { break }
        place = Int(firstParents[place])
        if chains[place] != own {
          stack.append(place)
          break
        }
      }
    }
    return false
  }

  /// By place, whether a commit is in the history of one of some commits, or is one of them.
  ///
  /// The cost follows the number of commits.
  func ancestors(of places: some Sequence<Int>) -> [Bool] {
    var found = [Bool](repeating: false, count: count)
    for place in places { found[place] = true }
    // Parents were added before their children.
    for place in found.indices.reversed() where found[place] {
      for parent in parents(of: place) { found[parent] = true }
    }
    return found
  }

  /// The commits that some commits have in their histories and others have not.
  ///
  /// - Parameters:
  ///   - tips: places of commits, themselves among their histories.
  ///   - others: likewise.
  /// - Returns: their places. The cost follows what the histories do not share.
  func history(of tips: [Int], beyond others: [Int]) -> Set<Int> {
    var isShared: [Int: Bool] = [:]
    // Sorted by generation, the greatest last: each commit is taken after all its descendants.
    var queue: [Int] = []
    var open = 0
    func add(_ place: Int, _ shared: Bool) {
      if let known = isShared[place] {
        if shared, !known {
          isShared[place] = true
          open -= 1
        }
        return
      }
      isShared[place] = shared
      if !shared { open += 1 }
      queue.insert(place, at: queue.firstSorted { generations[$0] > generations[place] })
    }
    for tip in tips { add(tip, false) }
    for other in others { add(other, true) }
    var found: Set<Int> = []
    while open > 0, let place = queue.popLast() {
      let shared = isShared[place] ?? false
      if !shared {
        found.insert(place)
        open -= 1
      }
      for parent in parents(of: place) { add(parent, shared) }
    }
    return found
  }
}

extension Array {
  /// The first index at which a condition holds, in an array sorted by it.
  ///
  /// If it never holds, the end.
  func firstSorted(where isPast: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
