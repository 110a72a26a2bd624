import JudgeGit

extension RecordStore {
  /// Verifies signatures with the verdicts that this clone remembers from before.
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

  /// Whether commits or tags are signed by a key that this machine's list assigns to the claimed
  /// signer.
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
