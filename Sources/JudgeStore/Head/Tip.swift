import JudgeGit
import JudgeWork

/// The tip of the store's branch in git's own terms.
struct Tip {
  let commit: ObjectID
  let tree: ObjectID
  let reference: String
  /// Whether the reference is the local branch.
  let isLocal: Bool

  var head: Head { Head(commit: commit.hex, tree: tree.hex, reference: reference) }

  /// Finds the local branch, else the remote-tracking branch of `origin`, else the only one that
  /// exists.
  ///
  /// - Throws: `ambiguous` for several remotes without `origin`; `damaged` if the branch does not
  ///   point to a commit.
  static func find(
    branch: String, in repository: borrowing Repository
  ) throws(StoreError) -> Tip? {
    let local = "refs/heads/" + branch
    if let id = try read(local, repository) { return try tip(id, local, true, repository) }
    var found: [(remote: String, id: ObjectID)] = []
    for remote in try remotes(of: repository) {
      guard GitName.isRemote(remote) else { continue }
      if let id = try read("refs/remotes/\(remote)/\(branch)", repository) {
        found.append((remote, id))
      }
    }
    let chosen = found.count == 1 ? found.first : found.first { $0.remote == "origin" }
    guard let chosen else {
      guard found.isEmpty else {
        let names = found.map(\.remote).joined(separator: ", ")
        throw StoreError(
          .ambiguous, "there is no branch \(branch), and several remotes have one: \(names)",
          remedy: "pick one: git branch \(branch) REMOTE/\(branch)")
      }
      return nil
    }
    return try tip(chosen.id, "refs/remotes/\(chosen.remote)/\(branch)", false, repository)
  }

  /// Returns the names of the configured remotes, in git's order.
  static func remotes(of repository: borrowing Repository) throws(StoreError) -> [String] {
    let entries: [(key: String, value: String)]
    do throws(GitError) {
      entries = try repository.configEntries(matching: "^remote\\..*\\.url$")
    } catch {
      throw StoreError(error)
    }
    var names: [String] = []
    for entry in entries {
      let name = String(entry.key.dropFirst("remote.".count).dropLast(".url".count))
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static func read(
    _ reference: String, _ repository: borrowing Repository
  ) throws(StoreError) -> ObjectID? {
    do throws(GitError) { return try repository.resolve(reference, peeled: true) } catch {
      if error.code == .notFound { throw missing(reference, error) }
      guard error.code == .io else { throw StoreError(error) }
      // A power cut can leave an empty file.
      throw StoreError(
        .damaged, "\(reference) cannot be read: \(error.message)",
        remedy: .run(.repairStore, to: "find where it was"))
    }
  }

  private static func tip(
    _ id: ObjectID, _ reference: String, _ isLocal: Bool, _ repository: borrowing Repository
  ) throws(StoreError) -> Tip {
    do throws(GitError) {
      let tree = try repository.commit(id).tree
      return Tip(commit: id, tree: tree, reference: reference, isLocal: isLocal)
    } catch {
      throw missing(reference, error)
    }
  }

  private static func missing(_ reference: String, _ error: GitError) -> StoreError {
    StoreError(
      .damaged, "\(reference) leads to a commit that cannot be read: \(error.message)",
      remedy: .run(.repairStore, to: "put back what can be found"))
  }
}
