import JudgeGit

/// Decides about files outside the record folders if both sides have moved.
///
/// A pure value.
///
/// git merges them three-way. Nobody is present to resolve a conflict, and one push must not stop
/// everybody's sync. So if both sides changed a file, our version stays. Their version is in their
/// commit.
struct OtherFiles {
  /// The new entry of each path, or `nil` if it is removed.
  private(set) var entries: [String: TreeChange.Side?] = [:]
  /// The paths that both sides changed, sorted.
  private(set) var contested: [String] = []

  /// Decides.
  ///
  /// - Parameters:
  ///   - others: the paths that differ, at most once each.
  ///   - conflicts: the paths that git could not merge. `nil` if it could not merge at all.
  ///   - merged: returns the entry at a path in git's merge.
  /// - Throws: what `merged` throws.
  init<Failure: Error>(
    _ others: [TreeUnion.Difference], conflicts: [String]?,
    merged: (String) throws(Failure) -> TreeChange.Side?
  ) throws(Failure) {
    // If a file and a folder have the same name, git calls the file NAME~SIDE.
    let paths = Set(others.map(\.path))
    let named = Set(
      (conflicts ?? []).map { paths.contains($0) ? $0 : String($0.prefix { $0 != "~" }) })
    for file in others {
      if conflicts == nil {
        entries[file.path] = .some(file.ours ?? file.theirs)
        if file.ours != nil, file.theirs != nil { contested.append(file.path) }
        continue
      }
      let result = named.contains(file.path) ? file.ours : try merged(file.path)
      if named.contains(file.path) { contested.append(file.path) }
      // A folder is determined by its files.
      entries[file.path] = .some(result?.mode.isTree == true ? file.ours : result)
    }
    dropClashes(others)
    contested.sort()
  }

  /// If a file and a folder have the same name, keeps ours.
  private mutating func dropClashes(_ others: [TreeUnion.Difference]) {
    let ours = Set(others.filter { $0.ours != nil }.map(\.path))
    for path in entries.keys.sorted() where entries[path] != .some(nil) {
      var parent = Substring(path)
      while let slash = parent.lastIndex(of: "/") {
        parent = parent[..<slash]
        let file = String(parent)
        guard let there = entries[file], there != nil else { continue }
        if !contested.contains(file) { contested.append(file) }
        entries[ours.contains(file) ? path : file] = .some(nil)
      }
    }
  }
}
