import JudgeGit
import JudgeRecords
import JudgeWork

/// Decides whether the authors of a push may add its records.
///
/// Only this type checks authors and signatures.
///
/// The walk over a push passes it every record with the commits that add it, in the order of the
/// commits. ``decide(_:takenOut:_:)`` refuses at the end, because a later commit of the same push may vouch
/// for the records of an earlier one. ``Authority`` defines what is allowed.
struct ReceiveAuthorship {
  private struct Claim {
    let path: RecordPath
    let source: AssessmentSource
    let commits: [ReceivedCommit]
  }

  private let settings: ReceiveSettings
  /// The accepted tip on which the push builds; `nil` for a new branch.
  private let base: String?
  private let new: String
  private let trust: ReceiveTrust
  /// The pinned sources, before an owner's joined addresses are known.
  private let rules: Authority
  private var claims: [Claim] = []
  private var known: TrustState?

  init(_ settings: ReceiveSettings, _ new: String, base: String?, _ git: GitProgram) {
    self.settings = settings
    self.base = base
    self.new = new
    let signers = settings.trust.signers
    rules = Authority(
      owners: [], pinned: settings.trust.pinnedNames,
      isPinned: { signers?.lists($0) == true })
    trust = ReceiveTrust(git, trust: settings.trust, branch: settings.branch)
  }

  /// Takes a record.
  ///
  /// - Parameters:
  ///   - brought: the record with its bytes, checked against its schema.
  ///   - commits: the commits of the push that add it, oldest first; a merge adds what none of its
  ///     parents has.
  mutating func note(_ brought: BroughtRecord, in commits: [ReceivedCommit]) {
    guard let source = brought.record.source else { return }
    switch brought.record.kind {
    case .redaction, .endorsement: if source.type != .human { return }
    default: guard isPinned(source) else { return }
    }
    claims.append(Claim(path: brought.path, source: source, commits: commits))
  }

  /// Returns whether a source may be pinned.
  ///
  /// Addresses that an owner has joined are checked later.
  private func isPinned(_ source: AssessmentSource) -> Bool {
    rules.isPinned(source)
  }

  /// Refuses records from people who may not add them.
  ///
  /// - Parameters:
  ///   - commits: the commits of the push.
  ///   - takenOut: the removals that only an owner may make.
  ///   - check: receives the refusals.
  /// - Throws: if git cannot be run or the history cannot be read.
  mutating func decide(
    _ commits: ReceivedCommits, takenOut: [ReceiveWalk.TakenOut], _ check: inout ReceiveCheck
  ) async throws(GitError) {
    let state = try await state()
    for claim in claims where !check.isFull { decide(claim, state, &check) }
    for item in takenOut where !check.isFull {
      let commit = commits[item.commit]
      guard !state.isVouched(commit.id) || !state.isOwners(commit.id) else { continue }
      check.refuse(
        item.path,
        "only an owner takes out \(item.what); the commit \(commit.id.hex.prefix(12)) is "
          + "\(commit.email)'s")
    }
    refuseTwins(commits, state, &check)
    // The content of a new branch is up to its administrator.
    guard base != nil else { return }
    for (path, commit, email) in state.refusedChanges where path == TrustSettings.ownersFile {
      guard let id = ObjectID(hex: commit), commits.indices[id] != nil,
        !state.isListMended(after: id)
      else { continue }
      check.refuse(
        path,
        "only an owner names owners; the commit \(commit.prefix(12)) is \(email)'s",
        remedy: Self.remedy(state))
    }
    refuseUnproved(commits, state, &check)
    for commit in commits.list where commit.parents.isEmpty {
      guard state.foreignRoots[commit.id.hex] != nil else { continue }
      check.refuse(
        "commit \(commit.id.hex.prefix(12))",
        "it begins a history of its own, which vouches for nobody; synchronize the clone to bring "
          + "its records onto the history of this store")
    }
  }

  /// Refuses changes of the list of owners in an owner's name that their key has not signed.
  ///
  /// Pinned owners do not need the list, but a new clone reads it. Changes from before the key was
  /// pinned are accepted.
  private func refuseUnproved(
    _ commits: ReceivedCommits, _ state: TrustState, _ check: inout ReceiveCheck
  ) {
    for change in state.log.guarded where change.path == TrustSettings.ownersFile {
      let id = state.log.nodes[change.commit].id
      guard commits.indices[id] != nil, !state.isVouched(id), !state.isListMended(after: id)
      else { continue }
      let email = state.log.email(of: change.commit)
      // Changes by others are refused elsewhere.
      guard state.owners.contains(email) else { continue }
      check.refuse(
        change.path,
        "only an owner names owners; the commit \(id.hex.prefix(12)) is not signed by a key of "
          + email.text,
        remedy: .anyOf([
          .run(.git, ["commit", "--amend", "-S"], to: "sign it"), Self.remedy(state),
        ]))
    }
  }

  /// Returns the remedy for pushing a branch with a change of the list that does not count.
  private static func remedy(_ state: TrustState) -> Remedy {
    .run(
      .setOwners, state.owners.prefix(10).map(\.text),
      to: "restate the list as an owner who has this branch, and push it with all its records")
  }

  /// Refuses commits whose author or committer looks like a pinned person.
  private func refuseTwins(
    _ commits: ReceivedCommits, _ state: TrustState, _ check: inout ReceiveCheck
  ) {
    let twins = SourceTwins(settings.trust, owners: state.owners)
    guard !twins.isEmpty else { return }
    var known: [Address: String?] = [:]
    func twin(_ address: Address) -> String? {
      if let found = known[address] { return found }
      var found = twins.twin(of: address.text)
      if let name = found, state.authority.person(Address(name)) == state.authority.person(address)
      {
        found = nil
      }
      known[address] = .some(found)
      return found
    }
    for commit in commits.list where !check.isFull {
      for (role, address) in [("author", commit.email), ("committer", commit.committer)] {
        guard let name = twin(Address(address)) else { continue }
        check.refuse(
          "commit \(commit.id.hex.prefix(12))",
          "the address of its \(role), \"\(Self.spelled(address))\", looks like that of \(name), "
            + "who is pinned: commit with exactly that address")
      }
    }
  }

  /// Returns an address with all characters except ASCII as `\u{…}`, to tell it from one that looks
  /// the same.
  private static func spelled(_ address: String) -> String {
    OneLine.escaped(
      address.unicodeScalars.map { scalar in
        scalar.isASCII ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      }.joined())
  }

  private func decide(_ claim: Claim, _ state: TrustState, _ check: inout ReceiveCheck) {
    guard let introduction = state.introduction(of: claim.path) else { return }
    let place = claim.path.text ?? ""
    let authority = state.authority
    switch authority.claim(of: claim.source, claim.path.id, introduction) {
    case .believed, .own, .confirmed:
      guard claim.path.kind == .endorsement, !authority.isOwners(introduction) else { return }
      check.refuse(place, "only an owner endorses")
      return
    case .imported, .unconfirmed: break
    }
    let what: String
    switch claim.path.kind {
    case .endorsement: what = "an endorsement"
    case .redaction: what = "a redaction"
    case .change: what = "a change"
    default: what = "a label"
    }
    let isOfReviewer = authority.isPinned(claim.source)
    let start = "\(what) of \(claim.source.id), \(isOfReviewer ? "who is a pinned reviewer, " : "")"
    let bringers = state.bringers(of: claim.path).filter { !$0.isMerge }
    let person = authority.person(Address(claim.source.id))
    if bringers.contains(where: { authority.person($0.email) == person }) {
      check.refuse(place, start + ReceiveCheck.unsigned)
    } else {
      check.refuse(
        place, start + "in a commit of \(bringers.first?.email ?? "a merge alone")")
    }
  }

  private mutating func state() async throws(GitError) -> TrustState {
    if let known { return known }
    let state = try await trust.state(at: new, since: base)
    known = state
    return state
  }

  /// Returns whether a commit may raise the store's format: it must be an owner's, signed by a
  /// pinned key.
  mutating func mayMigrate(_ commit: ReceivedCommit) async throws(GitError) -> Bool {
    try await state().mayMigrate(commit.id, settings.trust)
  }
}
