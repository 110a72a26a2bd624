import FoundationEssentials
import JudgeGit
public import JudgeRecords

extension RecordStore {
  /// Which redactions are in force, and which wait for somebody who may.
  ///
  /// - Returns: nothing where the branch has no redaction, which costs a look at its tree.
  /// - Throws: `program` where the history cannot be walked, `io` for a pinned file that is missing.
  public func redactions() async throws(StoreError) -> RedactionFold {
    guard let tip = try tip() else { return RedactionFold() }
    return try await redactions(at: tip)
  }

  func redactions(at tip: Tip) async throws(StoreError) -> RedactionFold {
    let folder = try git { () throws(GitError) in
      try repository.entry(at: "redactions", in: tip.tree)
    }
    guard let folder else { return RedactionFold() }
    let owners = try git { () throws(GitError) in
      try repository.entry(at: TrustSettings.ownersFile, in: tip.tree)
    }
    // Where nothing waits, a commit that leaves these alone changes nothing.
    let key = "\(folder.id) \(owners?.id.hex ?? "-") \(try trustSettings().key)"
    if let known = knownRedactions, known.key == key,
      known.commit == tip.commit.hex || known.fold.pending.isEmpty
    {
      return known.fold
    }
    do throws(GitError) {
      let path = location.stateDirectory + "/redactions-seen"
      let seen = Self.seenRedactions(path)
      let reader = RedactionReader(GitProgram(repository), trust: try self.trust(), before: seen)
      let fold = try await reader.fold(at: tip.commit.hex)
      let all = seen.union(fold.inForce.map(\.id))
      if all != seen {
        let text = all.map { $0.hex + "\n" }.sorted().joined()
        // Where the folder cannot be written, the rule of the day decides.
        try? SmallFile.replace(path, with: Array(text.utf8))
      }
      knownRedactions = (key, tip.commit.hex, fold)
      return fold
    } catch { throw StoreError(error) }
  }

  /// The redactions that were in force in this clone before, by their identity.
  private static func seenRedactions(_ path: String) -> Set<ContentID> {
    guard let bytes = try? SmallFile.read(path) else { return [] }
    return Set(
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
        ContentID(hex: String(line))
      })
  }

  /// The owners in force: those that git config `judge.owners` pins, else those that the branch
  /// lists in its file `owners`.
  ///
  /// - Returns: source ids, those that are pinned, and those that the branch lists.
  /// - Throws: `damaged` where the branch cannot be read.
  public func owners() async throws(StoreError) -> (
    inForce: [String], pinned: [String]?, listed: [String]
  ) {
    let pinned = try trustSettings().owners
    let file = try await file(TrustSettings.ownersFile) ?? []
    let listed = TrustSettings.list(String(decoding: file, as: UTF8.self))
    return (pinned ?? listed, pinned, listed)
  }

  private func trust() throws(GitError) -> TrustSettings {
    do throws(StoreError) { return try trustSettings() } catch {
      throw GitError(.io, error.message, hint: error.hint)
    }
  }

  /// Whom this clone trusts, by git's configuration.
  package func trustSettings() throws(StoreError) -> TrustSettings {
    var settings = TrustSettings()
    if let owners = try config("judge.owners") { settings.owners = TrustSettings.list(owners) }
    let key = "judge.allowedSigners"
    guard let value = try config(key), !value.isEmpty else { return settings }
    guard let data = FileManager.default.contents(atPath: absolute(value)) else {
      throw StoreError(
        .io, "git config \(key) names \(absolute(value)), which cannot be read",
        hint: "put the allowed signers there, or git config --unset \(key)")
    }
    settings.signers = AllowedSigners(text: String(decoding: data, as: UTF8.self))
    return settings
  }

  /// A path of the configuration: `~/` is the home, and a relative one counts from the work tree.
  func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return (environment["HOME"] ?? "") + path.dropFirst() }
    return (location.workTree ?? location.commonDirectory) + "/" + path
  }
}

extension RecordStore {
  /// Whether a commit's tree has a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - commit: 40 hexadecimal digits or a revision.
  /// - Returns: whether it is there.
  /// - Throws: `not-found` for a commit that is not here.
  public func holds(_ path: String, at commit: String) throws(StoreError) -> Bool {
    let id = try commitID(commit)
    return try git { () throws(GitError) in
      try repository.entry(at: path, in: try repository.commit(id).tree) != nil
    }
  }
}
