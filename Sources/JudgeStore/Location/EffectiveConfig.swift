import JudgeGit

/// git's configuration as the `git` program reads it, if environment variables change it.
///
/// libgit2 1.5 knows neither `git -c key=value judge …` nor `GIT_CONFIG_GLOBAL`. The `git` program
/// is run only if such a variable is set; its answer is kept while the store is open.
struct EffectiveConfig: Sendable {
  private var values: [String: String]

  /// - Returns: `nil` if no such variable is set, so that the repository's own configuration
  ///   applies.
  static func load(
    path: String, environment: [String: String]
  ) async throws(StoreError) -> EffectiveConfig? {
    guard environment.keys.contains(where: { $0.hasPrefix("GIT_CONFIG_") }) else { return nil }
    let kept = environment.filter { key, _ in
      key.hasPrefix("GIT_CONFIG_") || ["GIT_DIR", "HOME", "XDG_CONFIG_HOME"].contains(key)
    }
    do throws(GitError) {
      let git = GitProgram(in: path.isEmpty ? "." : path, variables: kept)
      return EffectiveConfig(listing: try await git.run(["config", "--list", "-z"]).output)
    } catch {
      throw StoreError(error)
    }
  }

  /// Parses the output of `git config --list -z`; of several values, the last one counts.
  init(listing: [UInt8]) {
    values = [:]
    for entry in listing.split(separator: 0) {
      let text = String(decoding: entry, as: UTF8.self)
      let end = text.firstIndex(of: "\n")
      let value = end.map { String(text[text.index(after: $0)...]) }
      values[Self.normalized(String(text[..<(end ?? text.endIndex)]))] = value ?? "true"
    }
  }

  subscript(key: String) -> String? {
    get { values[Self.normalized(key)] }
    set { values[Self.normalized(key)] = newValue }
  }

  /// Returns a key with section and name in lower case; the part between them is case-sensitive.
  private static func normalized(_ key: String) -> String {
    guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: "."), first < last
    else { return key.lowercased() }
    return key[..<first].lowercased() + key[first..<last] + key[last...].lowercased()
  }

  /// Returns the environment with the configured author if it does not name one.
  func completing(_ environment: [String: String]) -> [String: String] {
    var result = environment
    for (variable, name) in [("GIT_AUTHOR_NAME", "name"), ("GIT_AUTHOR_EMAIL", "email")]
    where (result[variable] ?? "").isEmpty {
      result[variable] = self["author.\(name)"] ?? self["user.\(name)"]
    }
    return result
  }
}
