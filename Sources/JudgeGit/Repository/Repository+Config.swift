internal import CLibgit2

extension Repository {
  /// The last value of a key (`judge.branch`) over system, global and local configuration.
  package func configString(_ key: String) throws(GitError) -> String? {
    let config = try configuration()
    var value: UnsafePointer<CChar>?
    let status = git_config_get_string(&value, config.pointer, key)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "reading the configuration \(key)")
    return value.map { String(cString: $0) }
  }

  /// The value of a key as a whole number; `k`, `m` and `g` at the end multiply, as for git.
  package func configInt(_ key: String) throws(GitError) -> Int? {
    let config = try configuration()
    var value: Int64 = 0
    let status = git_config_get_int64(&value, config.pointer, key)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "the configuration \(key) is not a whole number")
    return Int(value)
  }

  /// The value of a key as yes or no; `true`, `yes`, `on`, `1` and a key without value are yes.
  package func configBool(_ key: String) throws(GitError) -> Bool? {
    let config = try configuration()
    var value: Int32 = 0
    let status = git_config_get_bool(&value, config.pointer, key)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "the configuration \(key) is not yes or no")
    return value != 0
  }

  /// All values of a key that may be given several times, in git's order.
  package func configStrings(_ key: String) throws(GitError) -> [String] {
    let pattern = String(key.flatMap { $0 == "." ? [Character("\\"), "."] : [$0] })
    return try configEntries(matching: "^\(pattern)$").map(\.value)
  }

  /// The names and values of all keys that match a POSIX pattern (`^remote\..*\.url$`).
  package func configEntries(matching pattern: String) throws(GitError)
    -> [(key: String, value: String)]
  {
    let config = try configuration()
    let iterator = try Handle(free: git_config_iterator_free, "reading the configuration") {
      git_config_iterator_glob_new(&$0, config.pointer, pattern)
    }
    var found: [(key: String, value: String)] = []
    while true {
      var entry: UnsafeMutablePointer<git_config_entry>?
      let status = git_config_next(&entry, iterator.pointer)
      if status == GIT_ITEROVER.rawValue { return found }
      try check(status, "reading the configuration")
      guard let entry, let name = entry.pointee.name else { continue }
      let value = entry.pointee.value.map { String(cString: $0) } ?? ""
      found.append((String(cString: name), value))
    }
  }

  /// Sets a key in the repository's own configuration.
  package func setLocalConfig(_ key: String, _ value: String) throws(GitError) {
    // bound to a name: a temporary would be freed before the call
    let local = try localConfiguration()
    try whileLocked {
      git_config_set_string(local.pointer, key, value)
    } doing: {
      "setting \(key)"
    }
  }

  /// Adds one more value of a key to the repository's own configuration; one that is there stays.
  package func addLocalConfig(_ key: String, _ value: String) throws(GitError) {
    let local = try localConfiguration()
    // "$^" matches no value, so that libgit2 adds instead of replacing (it does so for remotes)
    try whileLocked {
      git_config_set_multivar(local.pointer, key, "$^", value)
    } doing: {
      "adding \(key)"
    }
  }

  /// Removes a key with all its values from the repository's own configuration.
  package func unsetLocalConfig(_ key: String) throws(GitError) {
    let local = try localConfiguration()
    try whileLocked {
      let status = git_config_delete_multivar(local.pointer, key, ".*")
      return status == GIT_ENOTFOUND.rawValue ? 0 : status
    } doing: {
      "removing the configuration \(key)"
    }
  }

  /// Writes the configuration, once nobody holds its lock; one that a killed program left goes.
  private func whileLocked(
    _ write: () -> Int32, doing: () -> String
  ) throws(GitError) {
    let end = ContinuousClock.now + GitProgram.lockPatience
    var status = write()
    while status == GIT_ELOCKED.rawValue, ContinuousClock.now < end {
      AbandonedLocks.remove("config.lock", in: commonDirectory)
      usleep(200_000)
      status = write()
    }
    try check(status, doing())
  }

  /// The remote that promised the objects which a partial clone left out; nil in a full clone.
  func promisorRemote() throws(GitError) -> String? {
    if let name = try configString("extensions.partialclone") { return name }
    for (key, value) in try configEntries(matching: "^remote\\..*\\.promisor$")
    where value == "true" {
      return String(key.dropFirst("remote.".count).dropLast(".promisor".count))
    }
    return nil
  }

  private func configuration() throws(GitError) -> Handle {
    let pointer = handle.pointer
    return try Handle(free: git_config_free, "reading the configuration of \(gitDirectory)") {
      git_repository_config_snapshot(&$0, pointer)
    }
  }

  private func localConfiguration() throws(GitError) -> Handle {
    try checkWritable()
    let pointer = handle.pointer
    let all = try Handle(free: git_config_free, "reading the configuration of \(gitDirectory)") {
      git_repository_config(&$0, pointer)
    }
    return try Handle(free: git_config_free, "opening \(commonDirectory)/config") {
      git_config_open_level(&$0, all.pointer, GIT_CONFIG_LEVEL_LOCAL)
    }
  }
}

/// Fetches objects that a partial clone left with its remote, all in one run of git.
///
/// libgit2 never fetches on demand, and git itself would fetch one object at a time.
package struct PromisorFetch: Sendable {
  /// The remote that promised to keep what this clone leaves out.
  package let remote: String
  private let git: GitProgram

  /// Nil in a repository that is not a partial clone.
  package init?(_ repository: borrowing Repository) throws(GitError) {
    guard let remote = try repository.promisorRemote() else { return nil }
    self.remote = remote
    git = GitProgram(repository)
  }

  /// Fetches the objects; call `refreshObjects` on the repository before reading them.
  ///
  /// - Throws: `program` if the remote does not have one of them, `timeout`.
  package func fetch(_ ids: [ObjectID], timeout: Duration? = nil) async throws(GitError) {
    guard !ids.isEmpty else { return }
    guard GitName.isRemote(remote) else {
      throw GitError(.invalid, "\(remote) cannot be the name of a remote")
    }
    let input = Array(ids.map { $0.hex + "\n" }.joined().utf8)
    // what git itself runs for a missing object (its promisor-remote.c), with all ids at once
    try await git.run(
      [
        "-c", "fetch.negotiationAlgorithm=noop", "fetch", remote, "--no-tags",
        "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none",
        "--no-auto-maintenance", "--quiet", "--stdin",
      ], input: input, timeout: timeout)
  }
}

extension Repository {
  /// Those of the ids that are not here, each once, in the order given.
  package func missing(of ids: some Sequence<ObjectID>) throws(GitError) -> [ObjectID] {
    var seen: Set<ObjectID> = []
    var absent: [ObjectID] = []
    for id in ids where seen.insert(id).inserted && !objectIsKnown(id) { absent.append(id) }
    guard !absent.isEmpty else { return [] }
    try refreshObjects()
    var stillAbsent: [ObjectID] = []
    for id in absent where !objectIsKnown(id) { stillAbsent.append(id) }
    return stillAbsent
  }
}
