import JudgeGit
import JudgeWork

extension RecordStore {
  /// The signer of this author's commits or tags, if git's configuration asks for signatures.
  ///
  /// - Parameter key: `commit.gpgSign` or `tag.gpgSign`.
  /// - Returns: `nil` if it is not on.
  /// - Throws: `invalid` if no key is configured, or one of a form that is not made here.
  func signer(_ key: String) throws(StoreError) -> ObjectSigner? {
    guard let word = try config(key)?.lowercased(), ["true", "yes", "on", "1"].contains(word)
    else { return nil }
    let format = try config("gpg.format") ?? "openpgp"
    guard let known = ObjectSigner.Format(rawValue: format) else {
      throw StoreError(
        .invalid, "git config gpg.format \"\(format)\" is not a form that git-judge signs in",
        remedy: "set it to ssh or openpgp, or git config \(key) false")
    }
    guard let name = try config("user.signingKey"), !name.isEmpty else {
      throw StoreError(
        .invalid, "git config \(key) is on, and user.signingKey names no key",
        remedy: "git config user.signingKey ~/.ssh/id_ed25519.pub")
    }
    var program = try config(known == .ssh ? "gpg.ssh.program" : "gpg.openpgp.program")
    if known == .openpgp, program == nil { program = try config("gpg.program") }
    let isPath = name.hasPrefix("~/") || name.hasPrefix("./") || name.hasPrefix("../")
    return ObjectSigner(
      known, key: known == .ssh && isPath ? absolute(name) : name, program: program)
  }

  /// Adds a commit of this author's, signed if they sign.
  func add(
    _ commit: Commit, to writer: inout PackWriter
  ) async throws(StoreError) -> ObjectID {
    let signer = try signer("commit.gpgSign")
    do throws(GitError) {
      guard let signer else { return try writer.add(commit: commit) }
      return try writer.add(commit: commit, signature: try await signer.sign(commit.serialized))
    } catch { throw StoreError(error) }
  }
}
