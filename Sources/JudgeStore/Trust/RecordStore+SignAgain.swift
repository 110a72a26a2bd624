import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Commits this author's own labels and decisions once more, signed, where no commit of theirs
  /// that has them is signed well.
  ///
  /// No history is rewritten: a second commit brings the same files, beside the first one, and a
  /// merge unites the two. Whoever asks who brought a label finds the signed commit too. A signature
  /// is held against `judge.allowedSigners` where that lists this author; else any one will do.
  ///
  /// - Returns: how many labels and decisions have a signed commit now that had none.
  /// - Throws: `invalid` where git's configuration does not ask for signatures, `program` where the
  ///   history cannot be walked, and what writing throws.
  public func signAgain() async throws(StoreError) -> Int {
    guard try signer("commit.gpgSign") != nil else {
      throw StoreError(
        .invalid, "git config commit.gpgSign is not on, so that nothing is signed here",
        hint: "git config commit.gpgSign true; git config user.signingKey KEY; for an SSH key also "
          + "git config gpg.format ssh")
    }
    guard let tip = try tip() else { return 0 }
    let unsigned = try await unsignedLabels(tip)
    guard !unsigned.isEmpty else { return 0 }
    let parent = try await root(of: tip, without: unsigned.map(\.path))
    let count = Count.of(unsigned.count, "label")
    let written = try await write {
      (tip, writer) async throws(StoreError) -> WritePlan<Int> in
      guard let tip else { throw self.noStore() }
      var edit = TreeEdit(base: parent?.tree)
      for label in unsigned { edit.set(label.path, label.blob) }
      let finished = edit
      let tree: ObjectID
      do throws(GitError) {
        tree = try finished.write(into: &writer, from: self.repository)
      } catch { throw StoreError(error) }
      let signed = try await self.add(
        Commit(
          tree: tree, parents: parent.map { [$0.commit] } ?? [], author: try self.signature(),
          message: "Sign \(count) again"), to: &writer)
      return .commit(
        tree: tip.tree, parents: [tip.commit, signed], message: "Unite with \(count) signed again",
        unsigned.count)
    }
    return written.value
  }

  /// This author's labels and decisions whose own commits are all without a good signature.
  private func unsignedLabels(
    _ tip: Tip
  ) async throws(StoreError) -> [(path: String, blob: ObjectID)] {
    let email = try signature().email
    let kinds = [RecordKind.assessment, .adjudication]
    let signers = try pinnedSigners()
    let isListed = signers?.lists(email) == true
    var known: [String: Bool] = [:]
    var found: [(path: String, blob: ObjectID)] = []
    do throws(GitError) {
      let git = GitProgram(repository)
      let verifier = SignatureVerifier(git, signers: signers ?? AllowedSigners(text: ""))
      let introductions = try await Introductions(
        of: kinds.compactMap(\.folder), in: [tip.commit.hex], git)
      for kind in kinds {
        for record in try await trusted(kind) where Self.human(record) == email {
          guard let path = RecordPath(kind: kind, id: record.id).text else { continue }
          let own = (introductions.commits[path] ?? []).filter { $0.email == email }
          var isSigned = own.isEmpty
          for commit in own where !isSigned {
            if known[commit.id] == nil {
              let verdict = try await verifier.verify(commit.id, by: email)
              known[commit.id] = isListed ? verdict == .good : verdict != .missing
            }
            isSigned = known[commit.id] ?? false
          }
          if !isSigned { found.append((path, ObjectID(ofBlob: record.bytes))) }
        }
      }
    } catch { throw StoreError(error) }
    return found
  }

  /// A first commit of the history that has none of some files, to stand on; `nil` where all have.
  private func root(
    of tip: Tip, without paths: [String]
  ) async throws(StoreError) -> (commit: ObjectID, tree: ObjectID)? {
    do throws(GitError) {
      let roots = try await GitProgram(repository).run([
        "rev-list", "--max-parents=0", tip.commit.hex,
      ]).lines.compactMap { ObjectID(hex: $0) }
      for root in roots {
        let tree = try repository.commit(root).tree
        var lookup = TreeLookup(tree)
        var isFree = true
        for path in paths where isFree {
          isFree = try lookup.entry(at: path, in: repository) == nil
        }
        if isFree { return (root, tree) }
      }
      return nil
    } catch { throw StoreError(error) }
  }
}
