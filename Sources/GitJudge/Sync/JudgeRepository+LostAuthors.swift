import JudgeGit
import JudgeIndex
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Warns about labels that a squash merge, a rebase or a web edit has moved into another person's
  /// commit.
  ///
  /// The warning comes before the push, while the original commits can still be merged instead.
  ///
  /// - Parameter tip: the tip of the remote's branch, or `nil` if the remote has none.
  /// - Returns: a sentence per source whose labels the push would bring in others' commits.
  /// - Throws: `JudgeError` if the store cannot be read.
  func lostAuthors(since tip: String?) async throws -> [String] {
    let head = try await store.head()
    guard let head, head.commit != tip else { return [] }
    let index = try await caughtUp()
    let git = git
    let waiting = try await index.unconfirmed()
    let originals = try await store.labelsElsewhere(butNot: head.commit)
    guard !waiting.isEmpty || !originals.isEmpty else { return [] }
    var tree: String?
    if let tip {
      tree = try await git.run(["rev-parse", "\(tip)^{tree}"]).lines.first.map(String.init)
    }
    let new = Set(
      try await store.delta(from: tree).added.map(\.path).filter { $0.kind == .assessment })
    var lost: [String: Int] = [:]
    for item in waiting where new.contains(RecordPath(kind: .assessment, id: item.record)) {
      lost[item.source, default: 0] += 1
    }
    let pinned = Set(lost.keys)
    guard let trust = try await store.trustState() else { return [] }
    for (path, author) in originals where new.contains(path) && !pinned.contains(author) {
      guard let source = try await store.record(path)?.source, source == .human(author),
        case .imported = trust.authority.claim(
          of: source, path.id, trust.introduction(of: path))
      else { continue }
      lost[author, default: 0] += 1
    }
    return lost.sorted { $0.key < $1.key }.map { source, count in
      let labels = Count.of(count, "label")
      let what =
        pinned.contains(source)
        ? "they do not count until an owner confirms them (git judge owners --confirm SOURCE)"
        : "they count as imports"
      return
        "\(labels) of \(OneLine.escaped(source)) in commits of others, as after a squash merge "
        + "or a rebase: \(what); merge the original commits instead, if they are still there"
    }
  }
}
