import JudgeGit
import JudgeRecords

/// Brings an ``IntroductionLog`` to a commit: reads the commits that it lacks, parents first, and
/// notes what each of them brought.
///
/// Reads through libgit2, which knows nothing of `refs/replace` and grafts.
struct HistoryWalk {
  private(set) var log: IntroductionLog
  /// The commits that were in the log already and at which the walk ended.
  private(set) var frontier: Set<ObjectID> = []
  private var ancestry: [Pair: Bool] = [:]

  private struct Pair: Hashable {
    let old: ObjectID
    let new: ObjectID
  }

  /// A commit that is read and waits for its parents.
  private struct Step {
    let id: ObjectID
    let commit: Commit
    var isReady = false
  }

  /// How many commits were in the log before.
  private let known: Int

  init(_ log: IntroductionLog) {
    self.log = log
    known = log.nodes.count
  }

  /// Walks to a commit.
  ///
  /// - Throws: `notFound` if a tree of the history is not here.
  mutating func walk(
    to tip: ObjectID, in repository: borrowing Repository
  ) throws(GitError) {
    var stack: [Step] = []
    if log.place(of: tip) == nil {
      stack.append(Step(id: tip, commit: try repository.commit(tip)))
    } else {
      frontier = [tip]
    }
    while var step = stack.popLast() {
      if log.place(of: step.id) != nil { continue }
      if step.isReady {
        try add(step, repository)
        continue
      }
      step.isReady = true
      stack.append(step)
      for parent in step.commit.parents {
        if let place = log.place(of: parent) {
          if place < known { frontier.insert(parent) }
          continue
        }
        // A shallow clone, or a history with a hole, ends here.
        guard let commit = try Self.commit(parent, repository) else { continue }
        stack.append(Step(id: parent, commit: commit))
      }
    }
    log.finish(at: tip)
  }

  private static func commit(
    _ id: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> Commit? {
    do throws(GitError) { return try repository.commit(id) } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  private mutating func add(
    _ step: Step, _ repository: borrowing Repository
  ) throws(GitError) {
    let parents = step.commit.parents.compactMap { log.place(of: $0) }
    let isBoundary = parents.count < step.commit.parents.count
    let place = log.add(
      step.id, parents: parents, email: step.commit.author.email, isBoundary: isBoundary)
    var trees: [ObjectID] = []
    for parent in parents { trees.append(try repository.commit(log.nodes[parent].id).tree) }
    do throws(GitError) {
      try note(step, place, trees, repository)
    } catch {
      // A hole in the history: the records of this commit are not known.
      guard error.code == .notFound else { throw error }
      log.markBoundary(place)
    }
  }

  /// Notes what a commit brought.
  private mutating func note(
    _ step: Step, _ place: Int, _ trees: [ObjectID], _ repository: borrowing Repository
  ) throws(GitError) {
    var brought: [RecordPath] = []
    var guarded: [String] = []
    try repository.diffTrees(old: trees.first, new: step.commit.tree) { change in
      if IntroductionLog.guardedFiles.contains(change.path) { guarded.append(change.path) }
      guard change.old == nil, case .record(let path) = Place(change.path) else { return }
      brought.append(path)
    }
    // What another parent has came from there.
    for tree in trees.dropFirst() {
      var lookup = TreeLookup(tree)
      var rest: [RecordPath] = []
      for path in brought {
        guard let text = path.text else { continue }
        if try lookup.entry(at: text, in: repository) == nil { rest.append(path) }
      }
      brought = rest
      var own: [String] = []
      for path in guarded
      where try repository.entry(at: path, in: tree)
        != repository.entry(at: path, in: step.commit.tree)
      {
        own.append(path)
      }
      guarded = own
    }
    for path in brought where try isFirst(path, at: step.id, repository) {
      log.add(path, broughtBy: place)
      if trees.count > 1 { log.markMerge(place) }
    }
    for path in guarded { log.add(guarded: path, changedBy: place) }
  }

  /// The commits of a log that are not in the history of another commit.
  ///
  /// - Parameters:
  ///   - log: the log.
  ///   - frontier: the commits of the log at which a walk from that commit ended.
  ///   - repository: the repository that has them.
  /// - Returns: places of commits. The cost follows what the two histories do not share.
  /// - Throws: `damaged` if a commit cannot be read.
  static func strangers(
    _ log: IntroductionLog, frontier: Set<ObjectID>, _ repository: borrowing Repository
  ) throws(GitError) -> Set<Int> {
    guard let tip = log.tip, !frontier.contains(tip) else { return [] }
    var isShared: [Int: Bool] = [:]
    // Sorted by generation, the greatest last: each commit is taken after all its descendants.
    var queue: [Int] = []
    func add(_ id: ObjectID, _ shared: Bool) {
      guard let place = log.place(of: id) else { return }
      if let known = isShared[place] {
        if shared, !known { isShared[place] = true }
        return
      }
      isShared[place] = shared
      let generation = log.nodes[place].generation
      let index = queue.firstIndex { log.nodes[$0].generation > generation } ?? queue.endIndex
      queue.insert(place, at: index)
    }
    add(tip, false)
    for commit in frontier { add(commit, true) }
    var found: Set<Int> = []
    while queue.contains(where: { isShared[$0] == false }), let place = queue.popLast() {
      let shared = isShared[place] ?? false
      if !shared { found.insert(place) }
      guard let commit = try Self.commit(log.nodes[place].id, repository) else { continue }
      for parent in commit.parents { add(parent, shared) }
    }
    return found
  }

  /// Whether no ancestor of a commit ever had a record.
  ///
  /// If an ancestor had it, an ancestor brought it.
  private mutating func isFirst(
    _ path: RecordPath, at commit: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> Bool {
    for place in log.commits(of: path) {
      let pair = Pair(old: log.nodes[place].id, new: commit)
      let isAncestor: Bool
      if let known = ancestry[pair] {
        isAncestor = known
      } else {
        isAncestor = try repository.isAncestor(pair.old, of: pair.new)
        ancestry[pair] = isAncestor
      }
      if isAncestor { return false }
    }
    return true
  }
}

extension Repository {
  /// Whether a commit is in the history of another one, or is the same.
  func isAncestor(_ old: ObjectID, of new: ObjectID) throws(GitError) -> Bool {
    switch try kinship(old, new) {
    case .same, .ancestor: true
    case .descendant, .diverged: false
    }
  }

  /// How two commits are related.
  func kinship(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> Kinship {
    try KinshipWalk<ObjectID>.relate(first, second) { id throws(GitError) in
      try kinshipNode(id)
    }
  }

  /// Whether two commits have a commit in common in their histories.
  func areRelated(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> Bool {
    try KinshipWalk<ObjectID>.areRelated(first, second) { id throws(GitError) in
      try kinshipNode(id)
    }
  }

  private func kinshipNode(_ id: ObjectID) throws(GitError) -> KinshipWalk<ObjectID>.Node? {
    do throws(GitError) {
      let commit = try self.commit(id)
      return KinshipWalk.Node(parents: commit.parents, seconds: commit.committer.seconds)
    } catch {
      // a shallow clone ends here
      guard error.code == .notFound else { throw error }
      return nil
    }
  }
}
