internal import CLibgit2

/// A local git repository: its objects, references and configuration.
///
/// One owner at a time, so it is noncopyable and not `Sendable`: an actor holds it, or a function
/// opens one for itself (opening costs under a millisecond). Whatever touches the network, a work
/// tree or history beyond a shallow boundary goes through `GitProgram` instead.
package struct Repository: ~Copyable {
  let handle: Handle
  let objects: Handle
  /// The repository's own folder, for a linked worktree the one under `worktrees/`; no `/` at the end.
  package let gitDirectory: String
  /// The folder that all worktrees share, where objects, branches and our own files are.
  package let commonDirectory: String
  /// The top of the work tree; nil for a bare repository.
  package let workTree: String?
  /// Whether nothing can be written: the folder of the objects is not writable for this user.
  ///
  /// Asked of `access(2)`, which says "writable" to root for everything but a read-only mount.
  package let isReadOnly: Bool

  /// Cannot fail: a throwing initializer would have to destroy half of the stored handles.
  init(handle: consuming Handle, objects: consuming Handle) {
    let own = Self.folder(git_repository_path(handle.pointer)) ?? ""
    let common = Self.folder(git_repository_commondir(handle.pointer)) ?? own
    gitDirectory = own
    commonDirectory = common
    workTree = Self.folder(git_repository_workdir(handle.pointer))
    isReadOnly = access(common + "/objects", W_OK) != 0
    self.handle = handle
    self.objects = objects
  }

  /// Whether the repository has no work tree.
  package var isBare: Bool { git_repository_is_bare(handle.pointer) == 1 }

  /// Whether history ends somewhere by `git clone --depth`.
  package var isShallow: Bool { git_repository_is_shallow(handle.pointer) == 1 }

  /// Whether objects may be missing here because a remote promised to hand them out on demand.
  package var isPartialClone: Bool {
    get throws(GitError) { try promisorRemote() != nil }
  }

  private static func folder(_ path: UnsafePointer<CChar>?) -> String? {
    guard let path else { return nil }
    var text = String(cString: path)
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
  }
}
