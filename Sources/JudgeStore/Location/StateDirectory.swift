import FoundationEssentials
import JudgeRecords
import JudgeWork

/// The folder for files that belong to one clone: seen tips, the write lock, the index.
enum StateDirectory {
  static let name = "git-judge"

  /// Returns the folder's path.
  ///
  /// For a read-only repository, it is in the user's cache, named by a hash.
  static func path(
    commonDirectory: String, isReadOnly: Bool, environment: [String: String]
  ) -> String {
    guard isReadOnly else { return commonDirectory + "/" + name }
    let home = environment["HOME"] ?? "/tmp"
    let set = environment["XDG_CACHE_HOME"] ?? ""
    let cache = set.hasPrefix("/") ? set : home + "/.cache"
    let mark = ContentID(hashing: Array(commonDirectory.utf8)).prefix(16)
    return "\(cache)/\(name)/\(mark)"
  }

  /// Creates the folder if it is missing.
  static func create(_ path: String) throws(StoreError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: nil)
    } catch {
      throw StoreError(
        .io, "the folder \(path) could not be created: \(error)",
        remedy: "see who owns it and whether the disk is full")
    }
  }
}
