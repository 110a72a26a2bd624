internal import CLibgit2
import JudgeWork

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

extension Repository {
  /// Opens the repository that git would find from a folder: that folder or one above it, a linked
  /// worktree, a submodule, a bare repository.
  ///
  /// - Parameters:
  ///   - path: A folder in the work tree or in the repository itself; `""` is the current folder.
  ///   - environment: Of these, `GIT_DIR`, `GIT_OBJECT_DIRECTORY`,
  ///     `GIT_ALTERNATE_OBJECT_DIRECTORIES` and `GIT_CEILING_DIRECTORIES` count, as for git itself:
  ///     in a hook that receives a push, the pushed objects lie in such a folder.
  /// - Returns: The repository, open.
  /// - Throws: `notFound`, `unsupportedRepository`, `notOwned`, `io`.
  package static func open(at path: String, environment: [String: String] = [:])
    throws(GitError) -> Repository
  {
    try Libgit2.start()
    let start = path.isEmpty ? "." : path
    let explicit = environment["GIT_DIR"]
    let flags = explicit == nil ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
    let ceilings = environment["GIT_CEILING_DIRECTORIES"]
    let place = explicit ?? start
    var pointer: OpaquePointer?
    let status = git_repository_open_ext(&pointer, place, flags, ceilings)
    guard status >= 0 else { throw refusal(status, place, searched: explicit == nil) }
    let handle = try Handle(free: git_repository_free, "opening \(place)") {
      $0 = pointer
      return 0
    }
    let objects = try Handle(free: git_odb_free, "opening the object database of \(place)") {
      git_repository_odb(&$0, pointer)
    }
    let repository = Repository(handle: handle, objects: objects)
    try repository.addObjectFolders(environment)
    return repository
  }

  /// Opens the repository again, without anything that this one has read or holds open.
  ///
  /// - Parameter environment: As for `open`. Only variables that name object folders are used.
  /// - Returns: The repository, open.
  /// - Throws: As `open`.
  package func reopened(environment: [String: String] = [:]) throws(GitError) -> Repository {
    let names = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"]
    return try Repository.open(
      at: gitDirectory, environment: environment.filter { names.contains($0.key) })
  }

  private func addObjectFolders(_ environment: [String: String]) throws(GitError) {
    var folders: [String] = []
    if let own = environment["GIT_OBJECT_DIRECTORY"] { folders.append(own) }
    if let others = environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] {
      folders += others.split(separator: ":").map(String.init)
    }
    for folder in folders where folder != commonDirectory + "/objects" {
      try check(
        git_odb_add_disk_alternate(objects.pointer, folder), "adding the objects in \(folder)")
    }
  }

  /// The nearest folder at or above a path that holds `.git`.
  private static func gitFolder(at path: String) -> String? {
    guard let full = realpath(path, nil) else { return nil }
    defer { free(full) }
    var folder = String(cString: full)
    while true {
      if access(folder + "/.git", F_OK) == 0 { return folder }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  private static func refusal(_ status: Int32, _ path: String, searched: Bool) -> GitError {
    let words = Libgit2.lastMessage()
    let separate = Remedy.run(
      .git, ["config", "judge.store", "PATH"], to: "keep the store in a repository of its own")
    if words.contains("objectformat") {
      return GitError(
        .unsupportedRepository, "the repository at \(path) names objects by SHA-256",
        remedy: separate
      )
    }
    if words.contains("refstorage") {
      return GitError(
        .unsupportedRepository, "the repository at \(path) keeps its references in a reftable",
        remedy: separate)
    }
    if words.contains("unsupported") {
      return GitError(
        .unsupportedRepository, "the repository at \(path) cannot be used: \(words)",
        remedy: separate)
    }
    if status == GIT_EOWNER.rawValue {
      return GitError(
        .notOwned, "the repository at \(path) belongs to another user",
        remedy: trust("PATH"))
    }
    if status == GIT_ENOTFOUND.rawValue {
      // Discovery silently skips repositories of other users.
      if searched, let foreign = gitFolder(at: path) {
        return GitError(
          .notOwned, "the repository at \(foreign) belongs to another user, or cannot be read",
          remedy: trust(foreign))
      }
      let above = searched ? " or above it" : ""
      return GitError(
        .notFound, "no git repository at \(path)\(above)",
        remedy: "run git init, or git clone URL")
    }
    return GitError(.io, "opening the repository at \(path): \(words)")
  }

  /// Uses a repository of another user, if it is trusted.
  private static func trust(_ path: String) -> Remedy {
    .run(
      .git, ["config", "--global", "--add", "safe.directory", path],
      to: "use it, if you trust its owner")
  }

  /// Who is writing, found as git finds it.
  ///
  /// First `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, then `author.name` and `author.email`, then
  /// `user.name` and `user.email`. git's guess from the host's name is not made: it would publish a
  /// wrong address in records that cannot be taken back.
  ///
  /// - Parameters:
  ///   - environment: The process environment, or the part of it that should count.
  ///   - seconds: The time in seconds since 1970; nil takes the clock's.
  /// - Returns: Name, address, and the time with this machine's offset.
  /// - Throws: `noIdentity`, with the commands that set one.
  package func signature(environment: [String: String] = [:], seconds: Int64? = nil)
    throws(GitError) -> Signature
  {
    let name = try setting("GIT_AUTHOR_NAME", "name", environment)
    let email = try setting("GIT_AUTHOR_EMAIL", "email", environment)
    guard let name, let email else {
      let missing = name == nil ? "name" : "e-mail address"
      throw GitError(
        .noIdentity, "git does not know your \(missing)",
        remedy: .inOrder([
          .run(.git, ["config", "--global", "user.name", "Your Name"]),
          .run(.git, ["config", "--global", "user.email", "you@example.com"]),
        ]))
    }
    let when = seconds ?? Int64(time(nil))
    return Signature(name: name, email: email, seconds: when, offsetMinutes: zoneOffset(at: when))
  }

  private func setting(_ variable: String, _ key: String, _ environment: [String: String])
    throws(GitError) -> String?
  {
    let values = [
      environment[variable], try configString("author.\(key)"), try configString("user.\(key)"),
    ]
    return values.lazy.compactMap { $0 }.first { !Signature.clean($0).isEmpty }
  }

  private func zoneOffset(at seconds: Int64) -> Int {
    var clock = time_t(seconds)
    var local = tm()
    guard localtime_r(&clock, &local) != nil else { return 0 }
    return local.tm_gmtoff / 60
  }
}
