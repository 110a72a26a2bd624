import FoundationEssentials
import JudgeGit
import JudgeWork

/// The work trees of a repository in which the store's branch is checked out.
///
/// They are found by reading the few `HEAD` files: a process would cost more than the whole commit.
struct CheckedOut: Sendable {
  /// A work tree that exists.
  struct WorkTree: Sendable {
    /// The top folder of the work tree.
    let top: String
    /// The git folder that contains its index and `HEAD`.
    let gitFolder: String
  }

  /// The work trees.
  let workTrees: [WorkTree]

  /// - Throws: `checked-out` during a rebase of the branch, which would end on a commit without the
  ///   new records.
  static func find(
    _ location: StoreLocation, _ repository: borrowing Repository
  ) throws(StoreError) -> CheckedOut {
    var found: [WorkTree] = []
    let common = location.commonDirectory
    if try isOn(location.reference, common), let top = mainWorkTree(common, repository) {
      found.append(WorkTree(top: top, gitFolder: common))
    }
    let linked = common + "/worktrees"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: linked)) ?? []
    for name in names.sorted() {
      let folder = "\(linked)/\(name)"
      guard try isOn(location.reference, folder), let pointer = line(folder + "/gitdir") else {
        continue
      }
      let file = pointer.hasPrefix("/") ? pointer : "\(folder)/\(pointer)"
      guard file.hasSuffix("/.git"), FileManager.default.fileExists(atPath: file) else { continue }
      found.append(WorkTree(top: String(file.dropLast("/.git".count)), gitFolder: folder))
    }
    return CheckedOut(workTrees: found)
  }

  private static func isOn(_ reference: String, _ gitFolder: String) throws(StoreError) -> Bool {
    for state in ["rebase-merge", "rebase-apply"]
    where line("\(gitFolder)/\(state)/head-name") == reference {
      throw StoreError(
        .checkedOut, "a rebase of \(reference) is under way in \(gitFolder)",
        remedy: .anyOf([
          .run(.git, ["rebase", "--continue"], to: "finish it first"),
          .run(.git, ["rebase", "--abort"], to: "give it up"),
        ]))
    }
    return line(gitFolder + "/HEAD") == "ref: " + reference
  }

  /// Returns the top folder of the main work tree; `nil` for a bare repository.
  private static func mainWorkTree(
    _ common: String, _ repository: borrowing Repository
  ) -> String? {
    let isBare = (try? repository.configBool("core.bare")) ?? false
    if isBare == true { return nil }
    // a submodule's repository names its work tree; others have it around their .git folder
    if let set = (try? repository.configString("core.worktree")) ?? nil {
      return set.hasPrefix("/") ? set : "\(common)/\(set)"
    }
    return common.hasSuffix("/.git") ? String(common.dropLast("/.git".count)) : nil
  }

  private static func line(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
