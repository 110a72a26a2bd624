import FoundationEssentials

/// Lock files of references whose program was killed before it could remove them.
///
/// libgit2 and git lock a reference by a file beside it. `kill -9` or a power cut between making
/// and renaming it leaves the file for good, and every later write of that reference fails. A lock
/// lives for milliseconds, so one that is older than ``age`` belongs to nobody.
package enum AbandonedLocks {
  /// From how many seconds on a lock is abandoned.
  package static let age = 10.0

  /// Deletes the abandoned locks of a store's references.
  ///
  /// They are those of its branch, the remotes' copies of it, its tags, and the packed references;
  /// locks of other references are left alone.
  ///
  /// - Parameters:
  ///   - folder: the common git directory.
  ///   - branch: the store's branch.
  ///   - age: from how many seconds on a lock is abandoned.
  /// - Returns: the files that were deleted.
  @discardableResult
  package static func remove(
    in folder: String, branch: String, olderThan age: Double = age
  ) -> [String] {
    var candidates = ["packed-refs.lock", "refs/heads/\(branch).lock"]
    let remotes = (try? FileManager.default.subpathsOfDirectory(atPath: folder + "/refs/remotes"))
    candidates += (remotes ?? []).filter { $0.hasSuffix("/\(branch).lock") }
      .map { "refs/remotes/\($0)" }
    for root in ["refs/judge", "refs/tags/judge"] {
      let below = (try? FileManager.default.subpathsOfDirectory(atPath: folder + "/" + root)) ?? []
      candidates += below.filter { $0.hasSuffix(".lock") }.map { "\(root)/\($0)" }
    }
    return candidates.filter { remove($0, in: folder, olderThan: age) }.map { folder + "/" + $0 }
  }

  /// Deletes one lock if it is abandoned.
  ///
  /// - Parameters:
  ///   - name: the lock, from the folder.
  ///   - folder: the common git directory.
  ///   - age: from how many seconds on it is abandoned.
  /// - Returns: whether it was deleted.
  @discardableResult
  static func remove(_ name: String, in folder: String, olderThan age: Double = age) -> Bool {
    let path = folder + "/" + name
    guard let old = seconds(since: path), old >= age else { return false }
    return (try? FileManager.default.removeItem(atPath: path)) != nil
  }

  /// The age of a plain file since its last write, or `nil` if it does not exist.
  private static func seconds(since path: String) -> Double? {
    guard let found = try? FileManager.default.attributesOfItem(atPath: path),
      found[.type] as? FileAttributeType == .typeRegular,
      let written = found[.modificationDate] as? Date
    else { return nil }
    return Date().timeIntervalSince(written)
  }
}
