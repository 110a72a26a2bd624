import JudgeGit
import JudgeRecords

extension RecordStore {
  /// The records that differ between an earlier tree and the branch as it is now.
  ///
  /// Equal folders are skipped, so the cost follows the difference.
  ///
  /// - Parameter tree: the earlier tree, 40 hexadecimal digits; `nil` for everything.
  /// - Returns: what was added and removed; a record whose file got other bytes is in both.
  /// - Throws: `not-found` if the earlier tree is no longer in the repository.
  public func delta(from tree: String?) throws(StoreError) -> TreeDelta {
    var old: ObjectID?
    if let tree {
      guard let id = ObjectID(hex: tree) else {
        throw StoreError(.invalid, "\"\(tree)\" is not the id of a tree")
      }
      old = id
    }
    let tip = try tip()
    if let tip { noteTip(tip.commit) }
    return try delta(old: old, new: tip?.tree ?? .emptyTree, commit: tip?.commit)
  }

  func delta(
    old: ObjectID?, new: ObjectID, commit: ObjectID?
  ) throws(StoreError) -> TreeDelta {
    var added: [Entry] = []
    var removed: [Entry] = []
    var ignored: [Problem] = []
    try git { () throws(GitError) in
      try repository.diffTrees(old: old, new: new, into: Place.holdsRecords) { change in
        switch Place(change.path) {
        case .record(let path):
          if let side = change.old, Problem.mode(side.mode, at: change.path) == nil {
            removed.append(Entry(path: path, blob: side.id))
          }
          guard let side = change.new else { return }
          if let problem = Problem.mode(side.mode, at: change.path) {
            ignored.append(problem)
          } else {
            added.append(Entry(path: path, blob: side.id))
          }
        case .misplaced:
          if change.new != nil { ignored.append(.misplaced(change.path)) }
        case .payload, .other: break
        }
      }
    }
    return TreeDelta(
      tree: new.hex, commit: commit?.hex, added: added, removed: removed, ignored: ignored)
  }
}
