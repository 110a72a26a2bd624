import JudgeGit

extension RecordStore {
  /// The `format.json` in force at a tip: the tip's own if it is this program's, else what the
  /// history says, since no push that nobody signed changes it.
  ///
  /// - Returns: `nil` for a branch that never had one.
  /// - Throws: if the history cannot be walked.
  func formatInForce(at tip: Tip) async throws(StoreError) -> FormatHistory.Found? {
    let entry = try formatEntry(tip)
    if let entry, entry.mode == .file, entry.id == StoreFormat.blob {
      return FormatHistory.Found(blob: entry.id, format: StoreFormat.own)
    }
    // The history is asked once for each file that is not ours, and for none.
    let key = entry?.id ?? .zero
    if let known = knownFormat, known.blob == key { return known.found }
    let trust = try trustSettings()
    do throws(GitError) {
      let history = FormatHistory(GitProgram(repository), trust: trust)
      let found = try await history.inForce(at: tip.commit.hex)
      if found != nil { knownFormat = (key, found) }
      return found
    } catch { throw StoreError(error) }
  }

  /// Whether a tip's `format.json` is not the one in force.
  func formatIsAltered(_ tip: Tip) async throws(StoreError) -> Bool {
    guard let found = try await formatInForce(at: tip) else { return false }
    let entry = try formatEntry(tip)
    return entry?.id != found.blob || entry?.mode != .file
  }

  private func formatEntry(_ tip: Tip) throws(StoreError) -> TreeEntry? {
    try git { () throws(GitError) in try repository.entry(at: StoreFormat.path, in: tip.tree) }
  }
}
