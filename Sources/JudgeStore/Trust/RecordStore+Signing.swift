import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Returns the signer of this author's commits or tags, if git's configuration requires
  /// signatures.
  ///
  /// - Parameter key: `commit.gpgSign` or `tag.gpgSign`.
  /// - Returns: the signer, or `nil` if the key is not set to true.
  /// - Throws: `invalid` if no signing key is configured, or one with an unsupported format.
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

  /// Commits this author's own records again, signed, if the author's commits with them lack a good
  /// signature.
  ///
  /// These are labels, decisions, changes, redactions, endorsements and registrations.
  ///
  /// History is not rewritten: a second commit on the pinned root adds the same files, and a merge
  /// unites it with the branch. If `judge.allowedSigners` lists this author, signatures are checked
  /// against it. Otherwise any signature is accepted.
  ///
  /// - Returns: the number of records that now have a signed commit.
  /// - Throws: `invalid` if git's configuration does not require signatures, `program` if
  ///   signatures cannot be verified, and errors of writing.
  public func signAgain() async throws(StoreError) -> Int {
    guard try signer("commit.gpgSign") != nil else {
      throw StoreError(
        .invalid, "git config commit.gpgSign is not on, so that nothing is signed here",
        remedy: .advice(
          "git config commit.gpgSign true; git config user.signingKey KEY; for an SSH key also "
            + "git config gpg.format ssh"))
    }
    guard let tip = try tip() else { return 0 }
    let unsigned = try await unsignedRecords(tip)
    guard !unsigned.isEmpty else { return 0 }
    let parent = try await root(of: tip, without: unsigned.map(\.path))
    let count = Count.of(unsigned.count, "record")
    let written = try await write {
      (tip, writer) async throws(StoreError) -> WritePlan<Int> in
      guard let tip else { throw self.noStore() }
      var edit = TreeEdit(base: parent.tree)
      for record in unsigned { edit.set(record.path, record.blob) }
      let finished = edit
      let tree: ObjectID
      do throws(GitError) {
        tree = try finished.write(into: &writer, from: self.repository)
      } catch { throw StoreError(error) }
      let signed = try await self.add(
        Commit(
          tree: tree, parents: [parent.commit], author: try self.signature(),
          message: "Sign \(count) again"), to: &writer)
      return .commit(
        tree: tip.tree, parents: [tip.commit, signed], message: "Unite with \(count) signed again",
        unsigned.count)
    }
    return written.value
  }

  /// Returns this author's records whose own commits all lack a good signature.
  private func unsignedRecords(
    _ tip: Tip
  ) async throws(StoreError) -> [(path: String, blob: ObjectID)] {
    let email = try signature().email
    let state = try await trustState(at: tip.commit)
    let signers = try pinnedSigners()
    let isListed = signers?.lists(email) == true
    let verifier = SignatureVerifier(
      GitProgram(repository), signers: signers ?? AllowedSigners(text: ""))
    var known: [String: Bool] = [:]
    var found: [(path: String, blob: ObjectID)] = []
    let kinds: [RecordKind] = [
      .assessment, .adjudication, .change, .redaction, .endorsement, .registration,
    ]
    for kind in kinds {
      for record in try await records(kind: kind) {
        let path = RecordPath(kind: kind, id: record.id)
        guard let text = path.text else { continue }
        let own = state.bringers(of: path).filter { $0.email == Address(email) && !$0.isMerge }
        // A registration does not name a source: it belongs to its introducer.
        guard kind == .registration ? !own.isEmpty : record.source == .human(email) else {
          continue
        }
        var isSigned = own.isEmpty
        for commit in own where !isSigned {
          if known[commit.commit] == nil {
            do throws(GitError) {
              let verdict = try await verifier.verify(commit.commit, by: email)
              known[commit.commit] = isListed ? verdict == .good : verdict != .missing
            } catch { throw StoreError(error) }
          }
          isSigned = known[commit.commit] ?? false
        }
        if !isSigned { found.append((text, ObjectID(ofBlob: record.bytes))) }
      }
    }
    return found
  }

  /// Returns a pinned root commit that does not contain any of the files, as the base for the
  /// commit.
  private func root(
    of tip: Tip, without paths: [String]
  ) async throws(StoreError) -> (commit: ObjectID, tree: ObjectID) {
    let roots = try await trustState(at: tip.commit).acceptedRoots
    return try git { () throws(GitError) in
      for root in roots.compactMap({ ObjectID(hex: $0) }) {
        let tree = try repository.commit(root).tree
        var lookup = TreeLookup(tree)
        var isFree = true
        for path in paths where isFree {
          isFree = try lookup.entry(at: path, in: repository) == nil
        }
        if isFree { return (root, tree) }
      }
      throw GitError(
        .invalid,
        "the first commit of this store has the records already, so that no signed commit "
          + "can bring them again",
        remedy: "record them again: a new record in a signed commit replaces the old one")
    }
  }

  /// Returns a verifier with the verdicts that this clone remembers.
  ///
  /// - Parameter signers: the list of signers.
  /// - Returns: a verifier that reads the objects of this repository.
  func verifier(_ signers: AllowedSigners) -> SignatureVerifier {
    if let known = knownVerifier, known.signers == signers.digest { return known.verifier }
    let verifier = SignatureVerifier(
      GitProgram(repository), signers: signers,
      cache: location.isReadOnly ? nil : location.stateDirectory)
    knownVerifier = (signers.digest, verifier)
    return verifier
  }

  /// Returns whether commits or tags are signed by a key that this machine's list assigns to the
  /// claimed signer.
  ///
  /// The list is git config `judge.allowedSigners`. If that is not set, it is
  /// `gpg.ssh.allowedSignersFile`. Up to a million claims may be checked at once. The clone
  /// remembers earlier verdicts.
  ///
  /// - Parameter claims: for each claim, the object as 40 hexadecimal digits and the e-mail address
  ///   of the expected signer.
  /// - Returns: an answer for each claim, in the same order. Without a list, all answers are
  ///   `false`.
  /// - Throws: `io` if the list cannot be read, `program` if git cannot read the objects.
  public func areSigned(
    _ claims: [(object: String, by: String)]
  ) async throws(StoreError) -> [Bool] {
    guard let signers = try pinnedSigners() else {
      return claims.map { _ in false }
    }
    do throws(GitError) {
      return try await verifier(signers)
        .verify(claims.map { (object: $0.object, principal: $0.by) }).map { $0 == .good }
    } catch { throw StoreError(error) }
  }
}
