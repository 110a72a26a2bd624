import JudgeGit
import JudgeRecords

/// What records and files of the branch say about trust, held to the authors of their commits.
extension TrustReader {
  /// Finds the changes of `format.json` that were not made by an owner.
  ///
  /// ``FormatHistory`` decides which change is in force.
  mutating func formatChanges(
    _ repository: borrowing Repository
  ) throws(GitError) {
    let changes = state.log.guarded
      .filter { $0.path == StoreFormat.path && !state.strangers.contains($0.commit) }
      .sorted { generation($0) < generation($1) }
    var isFirst = true
    for change in changes {
      let node = state.log.nodes[change.commit]
      let email = state.log.email(of: change.commit)
      if isFirst ? isFounded(change.commit) : state.mayMigrate(node.id, settings) {
        isFirst = false
      } else if isFounded(change.commit) || state.foreignRoots.isEmpty {
        // A second store that was begun offline has the same bytes.
        let tree = try repository.commit(node.id).tree
        let entry = try repository.entry(at: StoreFormat.path, in: tree)
        if let entry, !entry.mode.isTree, try repository.blob(entry.id) == StoreFormat.bytes {
          continue
        }
        state.refusedChanges.append((change.path, node.id.hex, email))
      }
    }
  }

  // MARK: Endorsements

  /// Finds the endorsements in force.
  ///
  /// - Returns: those that count for what hides; unsigned ones may be among them.
  mutating func endorsements(
    _ repository: borrowing Repository
  ) throws(GitError) -> [ContentID: Endorsement] {
    guard let folder = RecordKind.endorsement.folder,
      let entry = try repository.entry(at: folder, in: tree), entry.mode.isTree
    else { return [:] }
    var valid: [ContentID: Endorsement] = [:]
    var claimed: [ContentID: Endorsement] = [:]
    for file in try repository.tree(entry.id) {
      let name = String(decoding: file.name, as: UTF8.self)
      guard let path = RecordPath("\(folder)/\(name)"), !file.mode.isTree,
        let bytes = try? repository.blob(file.id),
        let record = try? Record(reading: bytes, named: path.id),
        let value = try? Endorsement(record: record)
      else { continue }
      guard value.source.type == .human, let counts = counts(path, by: Address(value.source.id))
      else {
        state.refusedEndorsements.append(path.id)
        continue
      }
      claimed[path.id] = value
      if counts { valid[path.id] = value } else { state.refusedEndorsements.append(path.id) }
    }
    let withdrawn = Set(valid.values.flatMap(\.withdraws))
    state.endorsements = valid.filter { !withdrawn.contains($0.key) }
    state.refusedEndorsements.sort()
    // One that counts only for what hides takes nothing back.
    return claimed.filter { !withdrawn.contains($0.key) }
  }

  /// Whether an endorsement counts, or only for what hides; `nil` if it counts for nothing.
  private func counts(_ path: RecordPath, by source: Address) -> Bool? {
    guard let introduction = state.introduction(of: path) else {
      return state.owners.contains(source) ? true : nil
    }
    let own = state.ownCommits(of: path) { $0 == source }
    // That another author of the record is an owner does not help.
    if !introduction.isForeign, introduction.authors.contains(source),
      own.contains(where: { state.isOwners[$0] })
    {
      return true
    }
    guard own.contains(where: { state.hides[$0] }),
      own.contains(where: { state.wasOwners[$0] })
    else { return nil }
    return false
  }
}
