import FoundationEssentials
package import JudgeGit
package import JudgeRecords
import JudgeWork

/// The settings of a hook's repository: the trusted people and the allowed purges.
package struct ReceiveSettings: Sendable {
  /// The store's branch.
  package var branch = "judge"
  /// The trusted people.
  package var trust = TrustSettings()
  /// The hashes that a purge may remove.
  package var allowedPurges: Set<ContentID> = []

  package init() {}

  /// Reads git's configuration.
  ///
  /// - Parameter git: git, in the repository.
  /// - Returns: the settings, with defaults for those not set.
  /// - Throws: `program`; `io` for a configured file that cannot be read.
  package static func load(_ git: GitProgram) async throws(StoreError) -> ReceiveSettings {
    var settings = ReceiveSettings()
    let listed: [UInt8]
    let folder: String
    do throws(GitError) {
      listed = try await git.run(
        ["config", "-z", "--get-regexp", "^judge\\."], accepting: [0, 1]
      ).output
      folder =
        try await git.run(["rev-parse", "--absolute-git-dir"]).lines.first.map(String.init) ?? "."
    } catch { throw StoreError(error) }
    for entry in listed.split(separator: 0) {
      let text = String(decoding: entry, as: UTF8.self)
      let end = text.firstIndex(of: "\n") ?? text.endIndex
      let value = String(text[end...].dropFirst())
      guard !value.isEmpty else { continue }
      // Of several values the last one counts, but purges are allowed one by one.
      switch text[..<end].lowercased() {
      case "judge.branch": settings.branch = value
      case "judge.owners": settings.trust.owners = TrustSettings.list(value)
      case "judge.allowpurge":
        settings.allowedPurges.formUnion(
          TrustSettings.list(value).compactMap { ContentID(hex: $0.text) })
      case "judge.reviewers":
        settings.trust.reviewers = TrustSettings.reviewers(
          try file(value, "judge.reviewers", folder))
      case "judge.allowedsigners":
        settings.trust.signers = AllowedSigners(
          text: try file(value, "judge.allowedSigners", folder))
      default: break
      }
    }
    // The branch's name is known only now.
    let key = TrustSettings.rootKey(branch: settings.branch)
    for entry in listed.split(separator: 0) {
      let parts = entry.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
      guard parts.count == 2, String(decoding: parts[0], as: UTF8.self) == key else { continue }
      settings.trust.roots =
        TrustSettings.list(String(decoding: parts[1], as: UTF8.self)).map(\.text)
    }
    return settings
  }

  private static func file(
    _ value: String, _ key: String, _ folder: String
  ) throws(StoreError) -> String {
    var path = value
    if path.hasPrefix("~/") {
      path = (ProcessInfo.processInfo.environment["HOME"] ?? "") + path.dropFirst()
    } else if !path.hasPrefix("/") {
      // As in a clone: a relative path starts at the work tree, or at the bare repository itself.
      path = (folder.hasSuffix("/.git") ? String(folder.dropLast(5)) : folder) + "/" + path
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw StoreError(
        .io, "git config \(key) names \(path), which cannot be read",
        remedy: .anyOf(["put the list there", .run(.git, ["config", "--unset", key])]))
    }
    return String(decoding: data, as: UTF8.self)
  }
}
