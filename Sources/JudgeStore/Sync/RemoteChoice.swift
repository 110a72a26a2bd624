import JudgeWork

/// Chooses the remote for a sync: a pure choice.
struct RemoteChoice: Hashable {
  /// The remotes of the repository.
  let remotes: [String]
  /// git config `judge.remote`.
  let configured: String?

  /// Returns the given remote, the configured one, `origin`, or the only one.
  ///
  /// - Parameter given: the name that the caller gave.
  /// - Returns: the remote's name.
  /// - Throws: `usage` if there is no remote to choose, `not-found` if there is no remote with that
  ///   name.
  func name(_ given: String?) throws(JudgeFailure) -> String {
    let only = remotes.count == 1 ? remotes.first : nil
    let usual = remotes.contains("origin") ? "origin" : only
    guard let name = given ?? configured ?? usual else {
      throw JudgeFailure(
        .usage, "there is no remote to sync with",
        remedy: remotes.isEmpty
          ? .run(.git, ["remote", "add", "origin", "URL"], to: "add one")
          : .anyOf([
            "name one of: \(remotes.joined(separator: ", "))",
            .run(.git, ["config", "judge.remote", "NAME"], to: "choose one for this clone"),
          ]))
    }
    guard remotes.contains(name) else {
      throw JudgeFailure(
        .notFound, "there is no remote \"\(name)\"",
        remedy: .anyOf(
          [.run(.git, ["remote", "add", name, "URL"], to: "add it")]
            + (remotes.isEmpty ? [] : ["use one of: \(remotes.joined(separator: ", "))"])))
    }
    return name
  }
}

/// Addresses of remotes.
enum RemoteAddress {
  /// Returns the destination of pushes: a URL, or the full path of a folder.
  ///
  /// - Parameters:
  ///   - url: the URL as git prints it.
  ///   - root: the folder that relative paths count from.
  /// - Returns: the address.
  static func full(_ url: String, from root: String) -> String {
    if url.hasPrefix("file://") { return String(url.dropFirst("file://".count)) }
    return url.hasPrefix("/") || url.contains(":") ? url : root + "/" + url
  }

  /// Returns the folder that git creates for a clone of a URL, or an empty text.
  static func folder(ofCloneOf url: String) -> String {
    var rest = Substring(url)
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix("/.git") { rest = rest.dropLast(5) }
    if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
    let name = rest.split(whereSeparator: { $0 == "/" || $0 == ":" }).last ?? ""
    // Never a password: `https://user:password@host` has no path.
    return String(name.split(separator: "@").last ?? "")
  }
}
