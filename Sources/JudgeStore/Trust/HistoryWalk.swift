import JudgeGit
import JudgeRecords
import JudgeWork

/// Brings an ``IntroductionLog`` to a commit: reads the commits that it lacks, parents first, and
/// notes what each of them brought.
///
/// Reads through libgit2, which knows nothing of `refs/replace` and grafts.
struct HistoryWalk {
  private(set) var log: IntroductionLog
  /// The commits that were in the log already and at which the walk ended.
  private(set) var frontier: Set<ObjectID> = []

  /// A commit that is read and waits for its parents.
  private struct Step {
    let id: ObjectID
    let commit: Commit
    var isReady = false
  }

  /// The number of commits that the log had before.
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
        report(log.nodes.count - known, of: nil)
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
    let read = log.nodes.count - known
    if read > 0 { report(read, of: read) }
  }

  private func report(_ read: Int, of all: Int?) {
    WorkProgress.report("Reading the history", read, of: all)
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
    try repository.diffTrees(
      old: trees.first, new: step.commit.tree, into: Place.holdsRecords
    ) { change in
      if IntroductionLog.guardedFiles.contains(change.path) { guarded.append(change.path) }
      guard change.old == nil, case .record(let path) = Place(change.path) else { return }
      brought.append(path)
    }
    // Records that another parent has came from that parent.
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
    for path in brought where isFirst(path, at: place) {
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
  /// - Returns: places of commits. The cost follows what the two histories do not share.
  static func strangers(_ log: IntroductionLog, frontier: Set<ObjectID>) -> Set<Int> {
    guard let tip = log.tip, !frontier.contains(tip), let place = log.place(of: tip) else {
      return []
    }
    return log.graph.history(of: [place], beyond: frontier.compactMap(log.place(of:)))
  }

  /// Whether no ancestor of a commit ever had a record.
  ///
  /// If an ancestor ever had it, an ancestor brought it.
  private func isFirst(_ path: RecordPath, at place: Int) -> Bool {
    !log.commits(of: path).contains { log.graph.isAncestor($0, of: place) }
  }
}
