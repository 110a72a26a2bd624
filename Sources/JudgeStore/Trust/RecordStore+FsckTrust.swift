import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Holds every record that names a person against who brought it, and with which key.
  ///
  /// The pinned sources are those of git config `judge.reviewers` and `judge.allowedSigners`: files
  /// of this machine, never of the branch. The rules are those of ``Authority``.
  ///
  /// - Returns: what fits, what does not, and what cannot be known.
  /// - Throws: `program` if signatures cannot be verified.
  public func trustReport() async throws(StoreError) -> TrustReport {
    var report = TrustReport()
    let tip = try requiredTip()
    var settings = try trustSettings()
    // A list that is pinned for git alone demands nothing; here signatures are still checked
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
    try await redactionProblems(&report)
    for (path, commit, email) in state.refusedChanges {
      report.problems.append(
        Problem(
          kind: Problem.Word.notAllowed, path: path,
          message: "\(email) changed it in the commit \(commit.prefix(12)) and may not; "
            + "the change has no effect"))
    }
    for id in state.refusedEndorsements {
      report.problems.append(
        Problem(
          kind: Problem.Word.notAllowed,
          path: RecordPath(kind: .endorsement, id: id).text ?? id.hex,
          message: "only an owner endorses, in a commit of their own; it has no effect"))
    }
    for (root, count) in state.foreignRoots.sorted(by: { $0.key < $1.key }) {
      report.warnings.append(
        "\(Count.of(count, "commit")) of a history that begins at \(root.prefix(12)) vouch for "
          + "nobody; an owner adopts it by `git judge owners --adopt \(root.prefix(12))`")
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

  /// Whether a source is a person, or uses a person's id with another type.
  private func isPersons(_ source: AssessmentSource, _ state: TrustState) -> Bool {
    source.type == .human || state.authority.isPinned(source)
  }

  private func warn(
    of state: TrustState, _ settings: TrustSettings, _ report: inout TrustReport
  ) {
    if settings.signers == nil {
      report.warnings.append(
        "no file of allowed signers is pinned, so that no author is proved: "
          + "git config judge.allowedSigners FILE")
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

  /// The problem with who brought a record, or `nil` if the record counts for its source.
  private func complaint(
    _ record: Record, _ path: RecordPath, of source: AssessmentSource, _ state: TrustState,
    _ settings: TrustSettings, _ what: String
  ) -> Problem? {
    let introduction = state.introduction(of: path)
    guard case .unconfirmed = state.authority.claim(of: source, record.id, introduction) else {
      return nil
    }
    let bringers = state.bringers(of: path)
    let person = state.authority.person(Address(source.id))
    let own = bringers.first {
      !$0.isMerge && state.authority.person($0.email) == person
    }
    let word: String
    let message: String
    if let own {
      let isSigned = own.isSigned
      word = isSigned ? Problem.Word.badSignature : Problem.Word.unsigned
      message =
        isSigned
        ? "the commit \(own.commit.prefix(12)) is not signed by a key of \(source.id)"
        : "the commit \(own.commit.prefix(12)) of \(source.id) is not signed; "
          + "`git judge sync --sign` of theirs signs the label again"
    } else if let first = bringers.first(where: { !$0.isMerge }) {
      word = Problem.Word.authorDiffers
      message = "\(what) of \(source.id) in the commit \(first.commit.prefix(12)) of \(first.email)"
    } else {
      word = Problem.Word.authorDiffers
      message = "no commit but a merge brought \(what) of \(source.id)"
    }
    return Problem(kind: word, path: path.text ?? record.id.hex, message: message)
  }

  /// Redactions in somebody's name that somebody else brought.
  private func redactionProblems(_ report: inout TrustReport) async throws(StoreError) {
    for item in try await redactions().pending where !item.request.isVouched {
      report.problems.append(
        Problem(
          kind: Problem.Word.authorDiffers,
          path: RecordPath(kind: .redaction, id: item.request.id).text ?? item.request.id.hex,
          message: "a redaction of \(item.request.value.source.id) that no commit of theirs brought"
        ))
    }
  }

  /// The keys of `judge.allowedSigners`, else of `gpg.ssh.allowedSignersFile`.
  func pinnedSigners() throws(StoreError) -> AllowedSigners? {
    if let own = try trustSettings().signers { return own }
    guard let value = try config("gpg.ssh.allowedSignersFile"), !value.isEmpty else { return nil }
    let data = FileManager.default.contents(atPath: absolute(value))
    return data.map { AllowedSigners(text: String(decoding: $0, as: UTF8.self)) }
  }

  /// Version tags whose signature is not their tagger's.
  private func tagSignatures(
    _ verifier: SignatureVerifier, _ signers: AllowedSigners
  ) async throws(GitError) -> [Problem] {
    var problems: [Problem] = []
    for reference in try repository.references(prefix: "refs/tags/judge/") {
      guard let tagger = try repository.annotatedTag(reference.id)?.tagger?.email,
        signers.lists(tagger)
      else { continue }
      // A tag that fsck --repair has made again is not signed; the records are the authority.
      guard try await verifier.verify(reference.id.hex, by: tagger) == .bad else { continue }
      problems.append(
        Problem(
          kind: Problem.Word.badSignature, path: reference.name,
          message: "its signature is not by a key of \(tagger)"))
    }
    return problems
  }
}
