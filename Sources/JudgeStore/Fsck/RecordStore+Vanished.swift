import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Finds records that an earlier state of the branch had and the tip has not.
  ///
  /// - Parameters:
  ///   - tip: where the branch is.
  ///   - wholeHistory: looks at every commit; else only at what came after the tips seen here.
  ///   - purged: hashes that are meant to be gone.
  ///   - others: further commits to compare with.
  /// - Returns: what is missing, and which earlier tips are no longer contained.
  /// - Throws: `damaged` and `program` if history cannot be read.
  func vanished(
    _ tip: Tip, wholeHistory: Bool, except purged: Set<ContentID>, others: [ObjectID] = []
  ) async throws(StoreError) -> Vanished {
    var result = Vanished()
    let seen = SeenTips(in: location.stateDirectory).commits(of: location.branch)
    var bases: [ObjectID] = []
    for old in seen where old != tip.commit {
      switch repository.objectExists(old) ? try kinship(old, tip.commit) : .diverged {
      case .same, .ancestor: bases.append(old)
      case .descendant, .diverged: result.rewritten.append(old)
      }
    }
    for commit in result.rewritten + others {
      let reason = "the commit \(commit.hex.prefix(12)) has it and the branch has not"
      try compare(commit, tip, reason, &result)
    }
    if wholeHistory {
      try await walk([tip.commit.hex], tip, &result)
    } else {
      for base in bases {
        // the usual case: the branch only grew, and no process is needed to see that
        guard try lacksSomething(of: base, tip) else { continue }
        try await walk([tip.commit.hex, "^" + base.hex], tip, &result)
      }
    }
    result.missing = result.missing.filter { !purged.contains($0.value.path.id) }
    return result
  }

  private func lacksSomething(of old: ObjectID, _ tip: Tip) throws(StoreError) -> Bool {
    var found = Vanished()
    try compare(old, tip, "", &found)
    return !found.missing.isEmpty
  }

  /// Adds the records that a commit has and the tip lacks.
  ///
  /// If the commit is gone, nothing is added.
  private func compare(
    _ old: ObjectID, _ tip: Tip, _ reason: String, _ result: inout Vanished
  ) throws(StoreError) {
    guard let tree = try? repository.commit(old).tree else { return }
    try difference(tree, tip.tree, reason, tip, &result, of: old)
  }

  /// Looks at each commit of a range for records that it takes away or changes.
  private func walk(
    _ range: [String], _ tip: Tip, _ result: inout Vanished
  ) async throws(StoreError) {
    let output: GitProgram.Output
    do throws(GitError) {
      // by git, which knows where a shallow history ends
      output = try await GitProgram(repository).run(["rev-list", "--parents"] + range)
    } catch {
      throw StoreError(error)
    }
    for line in WorkProgress.counted(output.lines, "Looking for vanished records") {
      let ids = line.split(separator: " ").compactMap { ObjectID(hex: $0) }
      guard let commit = ids.first else { continue }
      let (tree, author) = try git { () throws(GitError) in
        let value = try repository.commit(commit)
        return (value.tree, value.author.name)
      }
      for parent in ids.dropFirst() {
        let before = try git { () throws(GitError) in try repository.commit(parent).tree }
        let reason = "the commit \(commit.hex.prefix(12)) of \(author) took it away"
        try difference(before, tree, reason, tip, &result)
      }
    }
  }

  /// Adds the records of a tree that another lacks or has with other bytes, unless the tip has them.
  private func difference(
    _ old: ObjectID, _ new: ObjectID, _ reason: String, _ tip: Tip, _ result: inout Vanished,
    of source: ObjectID? = nil
  ) throws(StoreError) {
    var gone: [(path: String, item: Vanished.Item)] = []
    // Unreadable parts of an old state are ignored, because their records are unknown.
    for file in TreeSurvey(old, beyond: new, in: repository).files {
      guard Problem.mode(file.mode, at: file.path) == nil, case .record(let path) = Place(file.path)
      else { continue }
      gone.append(
        (file.path, Vanished.Item(path: path, blob: file.id, reason: reason, source: source)))
    }
    for (path, item) in gone where result.missing[path] == nil {
      if try isMissing(item, at: path, in: tip) { result.missing[path] = item }
    }
  }

  /// Whether the tip lacks a record; an older file there that was no record is not missed.
  private func isMissing(
    _ item: Vanished.Item, at path: String, in tip: Tip
  ) throws(StoreError) -> Bool {
    // In a folder that cannot be read it is missing too.
    let present = (try? repository.entry(at: path, in: tip.tree)) ?? nil
    guard present?.id != item.blob else { return false }
    // in a partial clone the old bytes may be elsewhere: then the name is believed
    guard repository.objectExists(item.blob) else { return true }
    return try hash(of: item.blob) == item.path.id
  }
}
