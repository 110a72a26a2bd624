import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Checks that everything the branch leads to is in the repository.
  ///
  /// The index goes on answering when objects are gone, so this is asked before it. The usual case
  /// costs a look at the object folders: as long as nothing that was there has gone, only what is new
  /// on the branch is looked at. After a repack each folder is read once, and of each file is asked
  /// whether it is there. In a partial clone objects may be elsewhere, and only the root is checked.
  ///
  /// - Returns: the missing objects. Empty if there is no branch.
  /// - Throws: `damaged` if the tip or its tree cannot be read.
  public func missingObjects() throws(StoreError) -> MissingObjects {
    let none = MissingObjects(folders: [], files: [])
    guard let tip = try tip() else { return none }
    let memory = location.stateDirectory + "/objects-seen"
    // libgit2 can still read open files that were deleted, so the repository is opened again.
    let fresh: Repository
    do throws(GitError) {
      fresh = try repository.reopened(environment: location.isSeparate ? [:] : environment)
    } catch { throw StoreError(error) }
    let census = ObjectCensus(fresh)
    let known = (try? SmallFile.read(memory)).flatMap { $0 }
    var base: ObjectID?
    if let known {
      let end = known.firstIndex(of: UInt8(ascii: "\n")) ?? known.endIndex
      let earlier = ObjectCensus(serialized: Array(known[end...]))
      if census.covers(earlier) {
        base = ObjectID(hex: String(decoding: known[..<end], as: UTF8.self))
      }
    }
    if base == tip.tree { return none }
    let isPartial = try git { () throws(GitError) in try repository.isPartialClone }
    let survey = TreeSurvey(tip.tree, beyond: base, in: fresh)
    if isPartial {
      guard let gap = survey.gaps.first else { return none }
      throw Self.leftOut(tip, gap)
    }
    if let gap = survey.gaps.first, gap.path.isEmpty { throw Self.unreadable(tip, gap) }
    var files: [String] = []
    for file in survey.files where !fresh.objectExists(file.id) { files.append(file.path) }
    let result = MissingObjects(folders: survey.gaps.map(\.path), files: files)
    if result.isEmpty {
      let text = Array("\(tip.tree)\n".utf8) + census.serialized
      // If it cannot be written, the next reader looks again.
      try? SmallFile.replace(memory, with: text)
    }
    return result
  }

  private static func leftOut(_ tip: Tip, _ gap: TreeSurvey.Gap) -> StoreError {
    StoreError(
      .damaged,
      "this partial clone has left trees of \(tip.reference) with its remote: \(gap.reason)",
      remedy: treeRemedy)
  }

  private static func unreadable(_ tip: Tip, _ gap: TreeSurvey.Gap) -> StoreError {
    StoreError(
      .damaged,
      "the tree of \(tip.reference) (commit \(tip.commit.hex.prefix(12))) cannot be read: "
        + gap.reason,
      remedy: .run(.repairStore))
  }
}
