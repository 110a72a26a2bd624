import FoundationEssentials
import JudgeGit
public import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Returns the redactions in force, and those that wait for somebody with permission.
  ///
  /// - Returns: the redactions; empty if the branch does not have any, which costs one look at its
  ///   tree.
  /// - Throws: `program` if the history cannot be walked, `io` for a pinned file that is missing.
  public func redactions() async throws(StoreError) -> RedactionFold {
    guard let tip = try tip() else { return RedactionFold() }
    return try await redactions(at: tip)
  }

  func redactions(at tip: Tip) async throws(StoreError) -> RedactionFold {
    let folder = try git { () throws(GitError) in
      try repository.entry(at: "redactions", in: tip.tree)
    }
    guard let folder, folder.mode.isTree else { return RedactionFold() }
    let key = try trustSettings().key
    if let known = knownRedactions, known.key == key {
      var isSame = known.commit == tip.commit.hex
      // The effect of unsigned redactions depends on the first signed commit of their source.
      if !isSame, known.fold.unsigned.isEmpty,
        !known.fold.pending.contains(where: \.request.isUnsigned)
      {
        isSame = try isUnchanged(tip, since: known.commit, known.absent)
      }
      if isSame {
        knownRedactions?.commit = tip.commit.hex
        return known.fold
      }
    }
    let state = try await trustState(at: tip.commit)
    let (fold, absent) = try git { () throws(GitError) in
      try RedactionReader(state).read(folder.id, tip.tree, repository)
    }
    knownRedactions = (key, tip.commit.hex, fold, absent)
    return fold
  }

  /// Returns the redactions at a commit outside the branch, such as a remote's.
  func redactionsElsewhere(at tip: Tip) async throws(StoreError) -> RedactionFold {
    let folder = try git { () throws(GitError) in
      try repository.entry(at: "redactions", in: tip.tree)
    }
    guard let folder, folder.mode.isTree else { return RedactionFold() }
    let state = try await trustState(at: tip.commit)
    return try git { () throws(GitError) in
      try RedactionReader(state).fold(folder.id, tip.tree, repository)
    }
  }

  /// Returns whether only a few consecutive commits that do not affect redactions lead to a tip.
  ///
  /// Such a commit cannot change the introduction of an existing record. So a redaction of an
  /// existing record keeps its state, in force or pending.
  ///
  /// - Parameters:
  ///   - tip: the tip.
  ///   - earlier: a commit, 40 hexadecimal digits.
  ///   - absent: the hashes that redactions name and that are not records of the earlier commit.
  /// - Returns: whether the redactions are those of the earlier commit.
  /// - Throws: `damaged` if the commits cannot be read.
  private func isUnchanged(
    _ tip: Tip, since earlier: String, _ absent: Set<ContentID>
  ) throws(StoreError) -> Bool {
    let before: ObjectID? = try git { () throws(GitError) in
      guard let old = ObjectID(hex: earlier) else { return nil }
      func parts(_ tree: ObjectID) throws(GitError) -> [TreeEntry?] {
        var found: [TreeEntry?] = []
        for path in ["redactions", "endorsements", TrustSettings.ownersFile] {
          found.append(try repository.entry(at: path, in: tree))
        }
        return found
      }
      let now = try parts(tip.tree)
      var next = tip.commit
      for _ in 0..<64 {
        let parents = try repository.commit(next).parents
        guard parents.count == 1, let parent = parents.first else { return nil }
        let tree = try repository.commit(parent).tree
        guard try parts(tree) == now else { return nil }
        if parent == old { return tree }
        next = parent
      }
      return nil
    }
    guard let before else { return false }
    if absent.isEmpty { return true }
    return try !delta(old: before, new: tip.tree, commit: nil).added.contains {
      absent.contains($0.path.id)
    }
  }

  /// Returns the owners: those pinned by git config `judge.owners`, else those named by the
  /// history.
  ///
  /// The author of the store's first commit is the owner until an owner names others in the file
  /// `owners`.
  ///
  /// - Returns: the source ids of the owners in force, of the pinned owners, and of the owners that
  ///   the history names. If the beginning of the history is missing, the last are the owners in
  ///   the file.
  /// - Throws: `damaged` if the branch cannot be read.
  public func owners() async throws(StoreError) -> (
    inForce: [String], pinned: [String]?, listed: [String]
  ) {
    let settings = try trustSettings()
    let file = try await file(TrustSettings.ownersFile) ?? []
    var listed = TrustSettings.list(String(decoding: file, as: UTF8.self))
    let state = try await trustState()
    // The file may have lines from people who are not allowed to name owners.
    if let history = state?.ownerHistory, !history.isConstant, !listed.isEmpty,
      !history.now.isEmpty
    {
      listed = history.now.sorted()
    }
    let inForce = state?.owners ?? settings.owners ?? []
    return (
      (settings.owners ?? inForce).map(\.text), settings.owners.map { $0.map(\.text) },
      listed.map(\.text)
    )
  }

  /// Returns the people that this clone trusts, according to git's configuration.
  package func trustSettings() throws(StoreError) -> TrustSettings {
    var settings = TrustSettings()
    if let owners = try config("judge.owners") { settings.owners = TrustSettings.list(owners) }
    if let roots = try config(TrustSettings.rootKey(branch: location.branch)) {
      settings.roots = TrustSettings.list(roots).map(\.text)
    }
    if let text = try pinnedFile("judge.reviewers") {
      settings.reviewers = TrustSettings.reviewers(text)
    }
    if let text = try pinnedFile("judge.allowedSigners") {
      settings.signers = AllowedSigners(text: text)
    }
    return settings
  }

  /// Returns the text of a file named in git's configuration, or `nil` if none is named.
  private func pinnedFile(_ key: String) throws(StoreError) -> String? {
    guard let value = try config(key), !value.isEmpty else { return nil }
    guard let data = FileManager.default.contents(atPath: absolute(value)) else {
      throw StoreError(
        .io, "git config \(key) names \(absolute(value)), which cannot be read",
        remedy: .anyOf(["put the file there", .run(.git, ["config", "--unset", key])]))
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Returns the absolute form of a configured path: `~/` is the home folder, and a relative path
  /// starts at the work tree.
  func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return (environment["HOME"] ?? "") + path.dropFirst() }
    return (location.workTree ?? location.commonDirectory) + "/" + path
  }
}

extension RecordStore {
  /// Returns whether a commit's tree contains a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - commit: 40 hexadecimal digits or a revision.
  /// - Returns: whether the file exists.
  /// - Throws: `not-found` for an unknown commit.
  public func holds(_ path: String, at commit: String) throws(StoreError) -> Bool {
    let id = try commitID(commit)
    return try git { () throws(GitError) in
      try repository.entry(at: path, in: try repository.commit(id).tree) != nil
    }
  }
}
