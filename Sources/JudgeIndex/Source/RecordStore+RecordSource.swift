import JudgeRecords
package import JudgeStore

/// The store as the index sees it.
extension RecordStore: RecordSource {
  package func sourceTree() async throws -> SourceTree? {
    try head().map { SourceTree(commit: $0.commit, tree: $0.tree) }
  }

  package func sourceDelta(from tree: String?) async throws -> SourceDelta<Entry> {
    let delta = try delta(from: tree)
    return SourceDelta(
      head: SourceTree(commit: delta.commit ?? "", tree: delta.tree), added: delta.added,
      removed: delta.removed.map(\.path))
  }

  package func sourceRedactions() async throws -> SourceRedactions? {
    let fold = try await redactions()
    return SourceRedactions(hidden: fold.hidden, purged: fold.purged)
  }

  package func sourceTrust() async throws -> String { try trustSettings().key }

  package func sourceStanding(
    at head: SourceTree, since earlier: String?
  ) async throws -> SourceStanding? {
    guard !head.commit.isEmpty else { return nil }
    let state = try await trustState(atCommit: head.commit)
    var changed: Set<RecordPath>?
    if let earlier { changed = try recordsBrought(in: state, since: earlier) }
    return SourceStanding(
      authority: state.authority, key: state.key, changed: changed,
      introduction: { state.introduction(of: $0) })
  }

  package func readSource(_ entries: [Entry]) async throws -> [SourceResult] {
    // Hash, canonical form and fields are checked by the index, which does so beside its writing
    // and has to look at the fields anyway.
    try await read(entries, verify: false).map { result in
      switch result {
      case .record(let record): .record(record)
      case .problem(let problem): .problem(kind: problem.kind, message: problem.message)
      }
    }
  }
}

extension Entry: SourceEntry {}
