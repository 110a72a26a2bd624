import JudgeRecords
import Synchronization

@testable import JudgeIndex

/// A branch in memory: a list of trees, each a set of record files.
final class FakeSource: RecordSource {
  struct Entry: SourceEntry {
    let path: RecordPath
    let result: SourceResult
  }

  struct Lost: Error {}

  private struct State {
    var trees: [String: [RecordPath: SourceResult]] = [:]
    var head: SourceTree?
    var count = 0
    var reads = 0
  }

  private let state = Mutex(State())

  /// How many entries were read.
  var reads: Int { state.withLock(\.reads) }

  /// Makes a tree of these records and moves the branch to it.
  func commit(_ records: [Record], problems: [RecordPath: String] = [:]) {
    var files: [RecordPath: SourceResult] = [:]
    for record in records {
      files[RecordPath(kind: record.kind, id: record.id)] = .record(record)
    }
    for (path, kind) in problems { files[path] = .problem(kind: kind, message: "as the test says") }
    state.withLock { state in
      state.count += 1
      let head = SourceTree(commit: "commit\(state.count)", tree: "tree\(state.count)")
      state.trees[head.tree] = files
      state.head = head
    }
  }

  func dropBranch() { state.withLock { $0.head = nil } }

  /// As `git gc` after a reset: only the branch's own tree is left.
  func forgetOldTrees() {
    state.withLock { state in
      let tree = state.head?.tree
      state.trees = state.trees.filter { $0.key == tree }
    }
  }

  func sourceTree() async throws -> SourceTree? { state.withLock(\.head) }

  func sourceDelta(from tree: String?) async throws -> SourceDelta<Entry> {
    try state.withLock { state in
      guard let head = state.head, let new = state.trees[head.tree] else { throw Lost() }
      var old: [RecordPath: SourceResult] = [:]
      if let tree {
        guard let known = state.trees[tree] else { throw Lost() }
        old = known
      }
      return SourceDelta(
        head: head,
        added: new.filter { old[$0.key] == nil }.map { Entry(path: $0.key, result: $0.value) },
        removed: old.keys.filter { new[$0] == nil })
    }
  }

  func readSource(_ entries: [Entry]) async throws -> [SourceResult] {
    state.withLock { $0.reads += entries.count }
    return entries.map(\.result)
  }
}
