import FoundationEssentials
import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Holds every label of somebody who has a key against who committed it, and with which key.
  ///
  /// The keys are those of git config `judge.allowedSigners`, else of `gpg.ssh.allowedSignersFile`:
  /// files of this machine, never of the branch.
  ///
  /// - Returns: what fits, what does not, and what cannot be known.
  /// - Throws: `program` where the history cannot be walked.
  public func trustReport() async throws(StoreError) -> TrustReport {
    var report = TrustReport()
    let tip = try requiredTip()
    guard let signers = try pinnedSigners() else {
      report.warnings.append(
        "no file of allowed signers is pinned, so that no author is proved: "
          + "git config judge.allowedSigners FILE")
      report.unverified =
        try entries(kind: .assessment).count + entries(kind: .adjudication).count
      return report
    }
    let owners = try await owners()
    for owner in owners.inForce where !signers.lists(owner) {
      report.warnings.append("the owner \(owner) has no key, so that anybody can write as them")
    }
    do throws(GitError) {
      let git = GitProgram(repository)
      let introductions = try await Introductions(
        of: ["assessments", "adjudications"], in: [tip.commit.hex], git)
      var check = CommitCheck(
        verifier: SignatureVerifier(git, signers: signers),
        vouched: try await vouched(by: owners.inForce, tip, signers, git),
        boundary: try await Introductions.boundary(of: tip.commit.hex, git))
      if !check.boundary.isEmpty {
        report.warnings.append("the history is shallow: who brought what came before is not known")
      }
      for kind in [RecordKind.assessment, .adjudication] {
        try await hold(kind, introductions, signers, &check, &report)
      }
      report.problems += try await tagSignatures(check.verifier, signers)
    } catch { throw StoreError(error) }
    report.problems.sort { ($0.path, $0.kind) < ($1.path, $1.kind) }
    return report
  }

  /// The keys of `judge.allowedSigners`, else of `gpg.ssh.allowedSignersFile`.
  func pinnedSigners() throws(StoreError) -> AllowedSigners? {
    if let own = try trustSettings().signers { return own }
    guard let value = try config("gpg.ssh.allowedSignersFile"), !value.isEmpty else { return nil }
    let data = FileManager.default.contents(atPath: absolute(value))
    return data.map { AllowedSigners(text: String(decoding: $0, as: UTF8.self)) }
  }

  private func hold(
    _ kind: RecordKind, _ introductions: Introductions, _ signers: AllowedSigners,
    _ check: inout CommitCheck, _ report: inout TrustReport
  ) async throws(GitError) {
    for record in try await trusted(kind) {
      guard let source = Self.human(record) else { continue }
      guard signers.lists(source), let path = RecordPath(kind: kind, id: record.id).text else {
        report.unverified += 1
        continue
      }
      let commits = introductions.commits[path] ?? []
      if commits.contains(where: { check.boundary.contains($0.id) }) {
        report.unverified += 1
        continue
      }
      if let (word, message) = try await check.complaint(commits, source) {
        report.problems.append(Problem(kind: word, path: path, message: message))
      } else {
        report.verified += 1
      }
    }
  }

  /// The records of a kind, where git is asked about them too.
  func trusted(_ kind: RecordKind) async throws(GitError) -> [Record] {
    do throws(StoreError) { return try await records(kind: kind) } catch {
      throw GitError(.program, error.message, hint: error.hint)
    }
  }

  /// The person whose word a record is.
  static func human(_ record: Record) -> String? {
    let source =
      record.kind == .assessment
      ? (try? Assessment(record: record))?.source : (try? Adjudication(record: record))?.source
    return source.flatMap { $0.type == .human ? $0.id : nil }
  }

  /// The commits before an owner's own purge: it took their signatures and stands for them.
  private func vouched(
    by owners: [String], _ tip: Tip, _ signers: AllowedSigners, _ git: GitProgram
  ) async throws(GitError) -> Set<String> {
    let purges = try await git.run([
      "log", "--no-mailmap", "--format=%H %ae", "--grep=^Judge-Purge: ", tip.commit.hex,
    ]).lines
    var found: Set<String> = []
    let verifier = SignatureVerifier(git, signers: signers)
    for line in purges {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, owners.contains(parts[1]), signers.lists(parts[1]),
        try await verifier.verify(parts[0], by: parts[1]) == .good
      else { continue }
      found.formUnion(try await git.run(["rev-list", parts[0]]).lines.map(String.init))
    }
    return found
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

/// Holds commits against people, each commit and person once.
private struct CommitCheck {
  let verifier: SignatureVerifier
  /// Commits whose missing signature somebody stands for.
  let vouched: Set<String>
  /// Commits at which a shallow history ends.
  let boundary: Set<String>
  private var known: [String: SignatureVerifier.Verdict] = [:]

  init(verifier: SignatureVerifier, vouched: Set<String>, boundary: Set<String>) {
    self.boundary = boundary
    self.verifier = verifier
    self.vouched = vouched
  }

  /// What is wrong with all commits that brought a label; `nil` where one of them fits.
  mutating func complaint(
    _ commits: [Introductions.Commit], _ source: String
  ) async throws(GitError) -> (word: String, message: String)? {
    guard let first = commits.first else {
      return (Problem.Word.authorDiffers, "no commit but a merge brought this label of \(source)")
    }
    var worst: (String, String)?
    for commit in commits where commit.email == source {
      if vouched.contains(commit.id) { return nil }
      let key = "\(commit.id) \(source)"
      let verdict: SignatureVerifier.Verdict
      if let seen = known[key] {
        verdict = seen
      } else {
        verdict = try await verifier.verify(commit.id, by: source)
        known[key] = verdict
      }
      switch verdict {
      case .good: return nil
      case .missing:
        worst = (
          Problem.Word.unsigned,
          "the commit \(commit.id.prefix(12)) of \(source) is not signed; "
            + "`git judge sync --sign` of theirs signs the label again"
        )
      case .bad:
        worst = (
          Problem.Word.badSignature,
          "the commit \(commit.id.prefix(12)) is not signed by a key of \(source)"
        )
      }
    }
    return worst
      ?? (
        Problem.Word.authorDiffers,
        "a label of \(source) in the commit \(first.id.prefix(12)) of \(first.email)"
      )
  }
}
