import JudgeGit
import JudgeRecords

/// The changes that bring a tree back to what it should be.
struct RepairPlan {
  /// Files to put in place: blobs that are in the repository already.
  private(set) var puts: [String: ObjectID] = [:]
  private(set) var removals: [String] = []
  private(set) var restored: Set<String> = []
  private(set) var moved: Set<String> = []
  /// Whether the branch never had a `format.json`.
  var needsFormat = false
  /// The `format.json` in force, where the tip has another or none.
  var format: ObjectID?

  var isEmpty: Bool { puts.isEmpty && removals.isEmpty && !needsFormat && format == nil }

  mutating func restore(_ path: String, _ blob: ObjectID) {
    puts[path] = blob
    restored.insert(path)
  }

  /// Takes out a file whose very bytes lie at their right place, or do so after this plan.
  mutating func takeOut(_ path: String) {
    // a good record may be on its way to where the stray file lies: then that is replaced
    if puts[path] == nil { removals.append(path) }
    moved.insert(path)
  }

  func write(
    on tree: ObjectID, into writer: inout PackWriter, from repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    var edit = TreeEdit(base: tree)
    for path in removals where puts[path] == nil { edit.remove(path) }
    for (path, blob) in puts { edit.set(path, blob) }
    if let format { edit.set(StoreFormat.path, format) }
    if needsFormat { edit.set(StoreFormat.path, try writer.add(blob: StoreFormat.bytes)) }
    return try edit.write(into: &writer, from: repository)
  }

  var message: String {
    var parts: [String] = []
    if !restored.isEmpty {
      parts.append("put back \(Count.of(restored.count, "record")) that had vanished")
    }
    if !moved.isEmpty { parts.append("take out \(moved.count) misplaced copies") }
    if needsFormat || format != nil { parts.append("put back format.json") }
    return "Repair: " + parts.joined(separator: ", ")
  }
}
