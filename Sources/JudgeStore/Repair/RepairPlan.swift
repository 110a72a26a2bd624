import JudgeGit
import JudgeRecords

/// The changes that repair a tree.
struct RepairPlan {
  /// The files to add: blobs that are already in the repository.
  private(set) var puts: [String: ObjectID] = [:]
  private(set) var removals: [String] = []
  private(set) var restored: Set<String> = []
  private(set) var moved: Set<String> = []
  /// The records to add whose bytes are not in the repository.
  private(set) var rescued: [String: [UInt8]] = [:]
  /// The earlier states of the branch from which records are restored; they keep the introductions.
  var sources: Set<ObjectID> = []
  /// Whether the branch never had a `format.json`.
  var needsFormat = false
  /// The `format.json` in force, if the tip has a different one or none.
  var format: ObjectID?

  var isEmpty: Bool {
    puts.isEmpty && rescued.isEmpty && others.isEmpty && removals.isEmpty && !needsFormat
      && format == nil
  }

  /// Adds a file that is not a record.
  mutating func put(_ path: String, _ blob: ObjectID, _ mode: FileMode) {
    others[path] = (blob, mode)
  }

  private var others: [String: (blob: ObjectID, mode: FileMode)] = [:]

  /// Returns whether the plan adds a file at a path.
  func puts(at path: String) -> Bool { puts[path] != nil || rescued[path] != nil }

  mutating func rescue(_ path: String, _ bytes: [UInt8]) {
    rescued[path] = bytes
    restored.insert(path)
  }

  mutating func restore(_ path: String, _ blob: ObjectID) {
    puts[path] = blob
    restored.insert(path)
  }

  /// Removes a file whose bytes are, or will be after this plan, at their right path.
  mutating func takeOut(_ path: String) {
    // If the plan adds a good record at the path of the stray file, the stray file is replaced.
    if puts[path] == nil { removals.append(path) }
    moved.insert(path)
  }

  func write(
    on tree: ObjectID?, into writer: inout PackWriter, from repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    var edit = TreeEdit(base: tree)
    for path in removals where puts[path] == nil { edit.remove(path) }
    for (path, file) in others { edit.set(path, file.blob, mode: file.mode) }
    for (path, blob) in puts { edit.set(path, blob) }
    if let format { edit.set(StoreFormat.path, format) }
    for (path, bytes) in rescued { edit.set(path, try writer.add(blob: bytes)) }
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
    if parts.isEmpty { parts.append("go on from the last commit that can be read") }
    return "Repair: " + parts.joined(separator: ", ")
  }
}
