internal import CLibgit2

/// The list of the packs that git-judge wrote: `judge/packs` in the common folder, one a line.
///
/// Only these may be folded by the repacker; packs of anybody else are kept as they are. A line is
/// the pack's name, the id of one object in it (which tells later which pack swallowed it) and the
/// number of its objects.
struct PackList {
  struct Entry: Hashable, Sendable {
    var name: String
    var sample: ObjectID
    var objects: Int

    var line: String { "\(name) \(sample) \(objects)\n" }

    init(name: String, sample: ObjectID, objects: Int) {
      self.name = name
      self.sample = sample
      self.objects = objects
    }

    init?(line: some StringProtocol) {
      let parts = line.split(separator: " ")
      guard parts.count == 3, parts[0].hasPrefix("pack-"), !parts[0].contains("/"),
        let sample = ObjectID(hex: parts[1]), let objects = Int(parts[2])
      else { return nil }
      self.init(name: String(parts[0]), sample: sample, objects: objects)
    }
  }

  let folder: String

  init(commonDirectory: String) { folder = commonDirectory + "/judge" }

  private var path: String { folder + "/packs" }

  /// Adds a pack.
  func append(_ entry: Entry) throws(GitError) {
    try makeFolder()
    try FileLock.holding(folder + "/packs.lock") { () throws(GitError) in
      try SmallFile.append(Array(entry.line.utf8), to: path)
    }
  }

  /// Replaces the list by what the closure makes of it; nobody else can change it meanwhile.
  func update(_ change: ([Entry]) -> [Entry]) throws(GitError) -> [Entry] {
    try makeFolder()
    return try FileLock.holding(folder + "/packs.lock") { () throws(GitError) in
      let before = try entries()
      let after = change(before)
      if after != before {
        try SmallFile.replace(path, with: Array(after.map(\.line).joined().utf8))
      }
      return after
    }
  }

  /// The packs listed; lines that cannot be read are left out, as is a missing file.
  func entries() throws(GitError) -> [Entry] {
    guard let bytes = try SmallFile.read(path) else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    var seen: Set<String> = []
    return lines.compactMap(Entry.init(line:)).filter { seen.insert($0.name).inserted }
  }

  private func makeFolder() throws(GitError) {
    guard mkdir(folder, 0o777) == 0 || judge_errno() == EEXIST else {
      throw GitError(.io, "no folder \(folder): \(systemMessage())")
    }
  }
}
