internal import CLibgit2
internal import Dispatch

/// Starts git in a session of its own, so that it outlives this process and its terminal.
enum DetachedGit {
  /// Returns as soon as git runs.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after `git`.
  ///   - log: A file for what git says, replaced by each run.
  ///   - descriptor: A descriptor that git keeps open until it ends: it carries a lock.
  /// - Throws: `programMissing`, `io`.
  static func start(_ arguments: [String], log: String, inheriting descriptor: Int32)
    throws(GitError)
  {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    // the original closes itself on exec; its copy does not
    posix_spawn_file_actions_adddup2(&actions, descriptor, 9)
    posix_spawnattr_setflags(&attributes, Int16(judge_spawn_setsid()))
    var child = pid_t()
    let status = withCStrings(["git"] + arguments) { argv in
      withCStrings(environment()) { envp in
        posix_spawnp(&child, "git", &actions, &attributes, argv, envp)
      }
    }
    guard status == 0 else {
      throw GitError(
        status == ENOENT ? .programMissing : .io,
        "git could not be started: \(String(cString: strerror(status)))")
    }
    // takes the child's exit status if we live that long; else the system does
    let started = child
    DispatchQueue(label: "git-judge.repack").async { waitpid(started, nil, 0) }
  }

  /// This process's environment in English and without what ties git to another repository.
  private static func environment() -> [String] {
    var result = ["LC_ALL=C"]
    let removed = Set(GitProgram.repositoryVariables + ["LC_ALL", "LANGUAGE"])
    var cursor = judge_environment()
    while let current = cursor, let entry = current.pointee {
      let text = String(cString: entry)
      if !removed.contains(String(text.prefix { $0 != "=" })) { result.append(text) }
      cursor = current.advanced(by: 1)
    }
    return result
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
