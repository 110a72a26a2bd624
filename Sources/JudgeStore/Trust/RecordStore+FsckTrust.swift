import FoundationEssentials
import JudgeGit
package import JudgeRecords
package import JudgeWork

extension RecordStore {
  /// Compares every record that names a person with the author and key of its introduction.
  ///
  /// The pinned sources are those of git config `judge.reviewers` and `judge.allowedSigners`: files
  /// of this machine, never of the branch. The rules are those of ``Authority``.
  ///
  /// - Returns: the counts of verified and unverified labels, and the problems.
  /// - Throws: `program` if signatures cannot be verified.
  public func trustReport() async throws(StoreError) -> TrustReport {
    var report = TrustReport()
    let tip = try requiredTip()
    var settings = try trustSettings()
    // A list that is pinned only for git does not require signatures; here they are still checked
    // against it.
    settings.signers = try pinnedSigners()
    let state = try await trustState(at: tip.commit, trusting: settings)
    report.owners = state.owners.map(\.text)
    report.roots = state.acceptedRoots
    warn(of: state, settings, &report)
    for kind in [RecordKind.assessment, .adjudication] {
      let found = try await records(kind: kind)
      for record in WorkProgress.counted(found, "Checking labels") {
        guard let source = record.source, isPersons(source, state) else { continue }
        hold(record, RecordPath(kind: kind, id: record.id), of: source, state, settings, &report)
      }
    }
    let changes = try await records(kind: .change)
    for record in WorkProgress.counted(changes, "Checking changes") {
      guard let source = record.source, isPersons(source, state) else { continue }
      let path = RecordPath(kind: .change, id: record.id)
      if let problem = complaint(record, path, of: source, state, settings, "a change") {
        report.problems.append(problem)
      }
    }
    try await redactionProblems(state, &report)
    let unproved = state.unprovedLists
    for (commit, email, isSigned) in unproved {
      report.problems.append(
        Problem(
          kind: isSigned ? Problem.Word.badSignature : Problem.Word.unsigned,
          path: TrustSettings.ownersFile,
          message: "the commit \(commit.prefix(12)) of \(email) is not signed by a key of theirs; "
            + "the change has no effect"))
    }
    for (path, commit, email) in state.refusedChanges
    where !unproved.contains(where: { $0.commit == commit }) {
      let isUnsigned = state.isUnsignedOwners(commit)
      report.problems.append(
        Problem(
          kind: isUnsigned ? Problem.Word.unsigned : Problem.Word.notAllowed, path: path,
          message: "\(email) changed it in the commit \(commit.prefix(12)) "
            + (isUnsigned ? "without a signature of theirs" : "and may not")
            + "; the change has no effect"))
    }
    for id in state.refusedEndorsements {
      let path = RecordPath(kind: .endorsement, id: id)
      let own = try await source(of: path).flatMap { source in
        unsigned(path, of: source, state, "an endorsement")
      }
      report.problems.append(
        own
          ?? Problem(
            kind: Problem.Word.notAllowed, path: path.text ?? id.hex,
            message: "only an owner endorses, in a commit of their own; it has no effect"))
    }
    for (root, count) in state.foreignRoots.sorted(by: { $0.key < $1.key }) {
      report.warnings.append(
        Notice(
          "\(Count.of(count, "commit")) of a history that begins at \(root.prefix(12)) vouch for "
            + "nobody",
          remedy: .run(.adoptHistory, [String(root.prefix(12))], to: "trust it as an owner")))
    }
    if let signers = settings.signers {
      do throws(GitError) {
        let verifier = SignatureVerifier(GitProgram(repository), signers: signers)
        report.problems += try await tagSignatures(verifier, signers)
      } catch { throw StoreError(error) }
    }
    report.problems.sort { ($0.path, $0.kind) < ($1.path, $1.kind) }
    return report
  }

  /// Returns whether a source is a person, or uses a person's id with another type.
  private func isPersons(_ source: AssessmentSource, _ state: TrustState) -> Bool {
    source.type == .human || state.authority.isPinned(source)
  }

  private func warn(
    of state: TrustState, _ settings: TrustSettings, _ report: inout TrustReport
  ) {
    if settings.signers == nil {
      report.warnings.append(
        Notice(
          "no file of allowed signers is pinned, so that no author is proved",
          remedy: .run(.git, ["config", "judge.allowedSigners", "FILE"], to: "pin one")))
    }
    for owner in state.owners where settings.signers?.lists(owner.text) == false {
      report.warnings.append("the owner \(owner) has no key, so that anybody can write as them")
    }
    for (source, mustSign) in settings.reviewers.sorted(by: { $0.key < $1.key })
    where mustSign && settings.signers?.lists(source.text) != true {
      report.warnings.append(
        "\(source) must sign, and git config judge.allowedSigners has no key of theirs")
    }
    if state.isShallow {
      report.warnings.append(
        "the history is shallow: who brought what came before is not known, and no root is pinned")
    }
  }

  private func hold(
    _ record: Record, _ path: RecordPath, of source: AssessmentSource, _ state: TrustState,
    _ settings: TrustSettings, _ report: inout TrustReport
  ) {
    if let problem = complaint(record, path, of: source, state, settings, "a label") {
      report.problems.append(problem)
      return
    }
    let isKnown = state.introduction(of: path) != nil
    if isKnown, state.authority.isPinned(source), settings.demandsSignature(of: Address(source.id))
    {
      report.verified += 1
    } else {
      report.unverified += 1
    }
  }

  /// Returns the problem with a record's introduction, or `nil` if the record counts for its
  /// source.
  private func complaint(
    _ record: Record, _ path: RecordPath, of source: AssessmentSource, _ state: TrustState,
    _ settings: TrustSettings, _ what: String
  ) -> Problem? {
    let introduction = state.introduction(of: path)
    guard case .unconfirmed = state.authority.claim(of: source, record.id, introduction) else {
      return nil
    }
    if let problem = unsigned(path, of: source, state, what) { return problem }
    let message: String
    if let first = state.bringers(of: path).first(where: { !$0.isMerge }) {
      message = "\(what) of \(source.id) in the commit \(first.commit.prefix(12)) of \(first.email)"
    } else {
      message = "no commit but a merge brought \(what) of \(source.id)"
    }
    return Problem(
      kind: Problem.Word.authorDiffers, path: path.text ?? record.id.hex, message: message)
  }

  /// Returns the problem with a record that its source's own commit introduced without a good
  /// signature.
  ///
  /// `nil` if all of these commits have one.
  private func unsigned(
    _ path: RecordPath, of source: AssessmentSource, _ state: TrustState, _ what: String
  ) -> Problem? {
    let person = state.authority.person(Address(source.id))
    let own = state.bringers(of: path).filter {
      !$0.isMerge && state.authority.person($0.email) == person
    }
    guard let first = own.first, !own.contains(where: \.isVouched) else { return nil }
    let word = first.isSigned ? Problem.Word.badSignature : Problem.Word.unsigned
    let message =
      first.isSigned
      ? "the commit \(first.commit.prefix(12)) is not signed by a key of \(source.id)"
      : "the commit \(first.commit.prefix(12)) of \(source.id) is not signed; "
        + "if \(what) in it is theirs, they can sign it again"
    return Problem(
      kind: word, path: path.text ?? path.id.hex, message: message,
      remedy: first.isSigned ? nil : .run(.signAgain, to: "sign your own"))
  }

  /// Returns the source of a record of the branch.
  private func source(of path: RecordPath) async throws(StoreError) -> AssessmentSource? {
    for record in try await records(kind: path.kind) where record.id == path.id {
      return record.source
    }
    return nil
  }

  /// Returns the problems of redactions that were introduced by somebody other than their source,
  /// or without the source's signature.
  private func redactionProblems(
    _ state: TrustState, _ report: inout TrustReport
  ) async throws(StoreError) {
    let fold = try await redactions()
    for request in fold.unsigned {
      report.warnings.append(Self.warning(ofUnsigned: request))
    }
    for item in fold.pending where !item.request.isVouched {
      let path = RecordPath(kind: .redaction, id: item.request.id)
      let source = item.request.value.source
      report.problems.append(
        unsigned(path, of: source, state, "the redaction")
          ?? Problem(
            kind: Problem.Word.authorDiffers, path: path.text ?? item.request.id.hex,
            message: "a redaction of \(source.id) that no commit of theirs brought"))
    }
  }

  /// Returns the warning about a redaction that is in force although it is not signed.
  package static func warning(ofUnsigned request: RedactionFold.Request) -> Notice {
    let id = String(request.id.prefix(12))
    return Notice(
      "the redaction \(id) of \(request.value.source.id) is in force but not signed",
      remedy: .anyOf([
        .run(.signAgain, to: "sign it as its author"),
        .run(.liftRedaction, [id], to: "take it back as an owner"),
      ]))
  }

  /// Returns the keys of `judge.allowedSigners`, else of `gpg.ssh.allowedSignersFile`.
  func pinnedSigners() throws(StoreError) -> AllowedSigners? {
    if let own = try trustSettings().signers { return own }
    guard let value = try config("gpg.ssh.allowedSignersFile"), !value.isEmpty else { return nil }
    let data = FileManager.default.contents(atPath: absolute(value))
    return data.map { AllowedSigners(text: String(decoding: $0, as: UTF8.self)) }
  }

  /// Returns the problems of version tags with a signature that is not their tagger's.
  private func tagSignatures(
    _ verifier: SignatureVerifier, _ signers: AllowedSigners
  ) async throws(GitError) -> [Problem] {
    var problems: [Problem] = []
    for reference in try repository.references(prefix: "refs/tags/judge/") {
      guard let tagger = try repository.annotatedTag(reference.id)?.tagger?.email,
        signers.lists(tagger)
      else { continue }
      // A tag that fsck --repair has recreated is not signed; the records are the authority.
      guard try await verifier.verify(reference.id.hex, by: tagger) == .bad else { continue }
      problems.append(
        Problem(
          kind: Problem.Word.badSignature, path: reference.name,
          message: "its signature is not by a key of \(tagger)"))
    }
    return problems
  }
}

extension SourceTwins {
  /// Creates a finder for the ids that a repository pins: reviewers, owners, and everybody with a
  /// key.
  package init(_ trust: TrustSettings) {
    self.init(trust, owners: trust.owners ?? [])
  }

  /// Creates a finder for the ids that a repository pins, with the owners in force.
  init(_ trust: TrustSettings, owners: [Address]) {
    self.init(trust.pinnedNames.union(owners).map(\.text))
  }

  /// Returns the reason to refuse a record whose source looks like another one.
  package func complaint(in record: Record) -> String? {
    guard !isEmpty else { return nil }
    let source: AssessmentSource?
    switch record.kind {
    case .assessment: source = (try? Assessment(record: record))?.source
    case .verdicts: source = (try? VerdictBatch(record: record))?.source
    case .adjudication: source = (try? Adjudication(record: record))?.source
    case .change: source = (try? Change(record: record))?.source
    default: return nil
    }
    // This holds for any type of source, because readers of a list see the id.
    guard let source, let twin = twin(of: source.id) else { return nil }
    return Self.message(source.id, twin)
  }
}

extension RecordStore {
  /// Returns a finder for ids that look like those that this clone pins.
  package func sourceTwins() async throws(StoreError) -> SourceTwins {
    SourceTwins(try trustSettings())
  }
}
