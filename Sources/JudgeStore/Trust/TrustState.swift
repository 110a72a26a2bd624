import JudgeGit
package import JudgeRecords

/// A clone's view of a commit's history: who may do what, and who brought each record.
///
/// A value that answers without reading the repository.
package struct TrustState: Sendable {
  /// The rules.
  package var authority: Authority
  /// The commit.
  package let commit: String
  /// The owners in force, sorted.
  package var owners: [Address] = []
  /// The roots of the history that vouch for nobody, with how many commits descend from them alone.
  package var foreignRoots: [String: Int] = [:]
  /// The roots that vouch for the authors of their commits.
  package var acceptedRoots: [String] = []
  /// Whether the history is cut off by a shallow clone.
  package var isShallow: Bool
  /// Endorsements in force, by record.
  package var endorsements: [ContentID: Endorsement] = [:]
  /// Endorsements that are not from owners.
  package var refusedEndorsements: [ContentID] = []
  /// Commits that changed `owners` or `format.json` without permission.
  package var refusedChanges: [(path: String, commit: String, email: Address)] = []

  /// A text that differs if the rules differ.
  package var key = ""

  var log: IntroductionLog
  /// Commits of the log that are not in this history.
  var strangers: Set<Int>
  /// Whether each commit of the log vouches for its author.
  ///
  /// Commits beyond the end do.
  var isVouched: [Bool]
  /// Whether each commit of the log is of a foreign history and has an author who need not sign.
  var isNamed: [Bool] = []
  /// The commits among those looked at that have a signature, good or bad.
  var signed: Set<Int> = []
  /// Whether the author of each commit was an owner who may act on what others brought.
  var isOwners: [Bool] = []

  /// The commits of owners whose list of owners is that of the owners in force after them.
  var restatedLists: Set<Int> = []
  /// Who was an owner when.
  var ownerHistory = OwnerHistory(initial: [], graph: CommitGraph())
  /// The same, by changes that count for what hides.
  var lenientOwners = OwnerHistory(initial: [], graph: CommitGraph())

  /// The rules for what hides: as ``authority``, with endorsements that lack a signature only.
  package var hidingAuthority = Authority(owners: [])
  /// Whether each commit counts for what hides: it is vouched for, or unsigned from before its
  /// author began to sign; see ``SigningStart``.
  var hides: [Bool] = []
  /// The unsigned ones among these whose author has signed nothing yet.
  var unproved: Set<Int> = []
  /// Whether the author of each commit was an owner, by a list that such commits may have changed.
  var wasOwners: [Bool] = []
  /// The commits among these whose redactions may also purge.
  var mayPurge: [Bool] = []

  /// Whether a commit of this history vouches for its author.
  func isVouched(_ commit: ObjectID) -> Bool {
    log.place(of: commit).map { !strangers.contains($0) && isVouched[$0] } ?? false
  }

  /// Whether a commit may raise the store's format: an owner's at that commit, signed by the pinned
  /// key of the address that the commit has.
  func mayMigrate(_ commit: ObjectID, _ settings: TrustSettings) -> Bool {
    guard let place = log.place(of: commit), !strangers.contains(place) else { return false }
    return isVouched[place] && isOwners[place]
      && settings.signers?.lists(log.email(of: place).text) == true
  }

  /// Whether somebody was an owner when a record was brought, whoever brought it.
  func wasOwner(_ source: Address, at path: RecordPath) -> Bool {
    commits(of: path).contains { place in
      guard log.roots(of: place).contains(where: { acceptedRoots.contains($0.hex) }) else {
        return false
      }
      return [ownerHistory, lenientOwners].contains { history in
        history.inForce(before: place)
          .contains { hidingAuthority.person($0) == hidingAuthority.person(source) }
      }
    }
  }

  /// Whether the author of a commit of this history was an owner.
  func isOwners(_ commit: ObjectID) -> Bool {
    log.place(of: commit).map { !strangers.contains($0) && isOwners[$0] } ?? false
  }

  /// Whether a commit lacks no more than the signature to be an owner's.
  func isUnsignedOwners(_ commit: String) -> Bool {
    guard let place = ObjectID(hex: commit).flatMap(log.place(of:)) else { return false }
    return !isVouched[place] && hides[place] && wasOwners[place]
  }

  /// Whether an owner has restated the list of owners in a commit that builds on a given one.
  ///
  /// The list must be that of the owners in force there: whoever reads only the file is told nothing
  /// that no owner has said.
  func isListMended(after commit: ObjectID) -> Bool {
    guard let place = log.place(of: commit) else { return false }
    return restatedLists.contains { $0 != place && log.graph.isAncestor(place, of: $0) }
  }

  /// Changes to the list of owners without effect, in commits without a good signature of their
  /// author.
  var unprovedLists: [(commit: String, email: Address, isSigned: Bool)] {
    log.guarded.filter { change in
      change.path == TrustSettings.ownersFile && !strangers.contains(change.commit)
        && !isVouched[change.commit] && !hides[change.commit]
        && log.graph.parents(of: change.commit).count < 2
        && log.roots(of: change.commit).contains { acceptedRoots.contains($0.hex) }
    }.map { change in
      (
        log.nodes[change.commit].id.hex, log.email(of: change.commit),
        signed.contains(change.commit)
      )
    }
  }

  /// The commits that lack the signature of their author and count for nothing, not even for what
  /// hides.
  var suspects: [ObjectID] {
    log.nodes.indices.filter { place in
      !strangers.contains(place) && !isVouched[place] && !hides[place]
        && log.roots(of: place).contains { acceptedRoots.contains($0.hex) }
    }.map { log.nodes[$0].id }
  }

  /// The commits of this history that brought a record.
  func commits(of path: RecordPath) -> [Int] {
    let all = log.commits(of: path)
    return strangers.isEmpty ? all : all.filter { !strangers.contains($0) }
  }

  /// What brought a record.
  ///
  /// - Returns: the introduction. `nil` if unknown: the record came with the end of a shallow
  ///   history, or is not in this history.
  package func introduction(of path: RecordPath) -> Introduction? {
    let places = commits(of: path)
    guard !places.isEmpty, !places.contains(where: { log.boundary.contains($0) }) else {
      return nil
    }
    let vouched = places.filter { isVouched[$0] && !log.bringingMerges.contains($0) }
    let authors =
      vouched.isEmpty ? places.filter { isNamed[$0] && !log.bringingMerges.contains($0) } : vouched
    let emails = Set(authors.map { log.email(of: $0) })
    return Introduction(
      authors: emails,
      generation: (vouched.isEmpty ? places : vouched).map(log.graph.generation(of:)).min() ?? 0,
      isForeign: vouched.isEmpty, byOwner: isOwners(places, emails))
  }

  /// Whether one of the authors of a record was an owner when they committed it.
  ///
  /// A signed commit may bring again what its author brought before without a signature: that they
  /// were an owner then is enough.
  private func isOwners(_ places: [Int], _ emails: Set<Address>) -> Bool {
    let own = places.filter { isOwners[$0] && !log.bringingMerges.contains($0) }
    guard !own.isEmpty else { return false }
    let people = Set(emails.map { authority.person($0) })
    return own.contains { people.contains(authority.person(log.email(of: $0))) }
  }

  /// The commits that brought a record and whose authors fit.
  func ownCommits(of path: RecordPath, _ isOwn: (Address) -> Bool) -> [Int] {
    commits(of: path).filter { !log.bringingMerges.contains($0) && isOwn(log.email(of: $0)) }
  }

  /// The only author of a record, as far as hiding it is concerned.
  func onlyAuthorForHiding(of path: RecordPath) -> Address? {
    let authors = Set(
      commits(of: path).filter { hides[$0] && !log.bringingMerges.contains($0) }
        .map { log.email(of: $0) })
    return authors.count == 1 ? authors.first : nil
  }

  /// What brought records, by their identity.
  package func introductions(
    of paths: some Sequence<RecordPath>
  ) -> [ContentID: Introduction] {
    var found: [ContentID: Introduction] = [:]
    for path in paths {
      if let introduction = introduction(of: path) { found[path.id] = introduction }
    }
    return found
  }

  /// The commits that brought a record, for people: short ids and addresses.
  package func bringers(of path: RecordPath) -> [Bringer] {
    commits(of: path).map { place in
      Bringer(
        commit: log.nodes[place].id.hex, email: log.email(of: place),
        isVouched: isVouched[place], isSigned: signed.contains(place),
        isMerge: log.bringingMerges.contains(place))
    }
  }

  /// A commit that brought a record.
  package struct Bringer: Sendable, Hashable {
    /// 40 hexadecimal digits.
    package let commit: String
    /// The e-mail address of its author.
    package let email: Address
    /// Whether it vouches for its author.
    package let isVouched: Bool
    /// Whether it has a signature that was checked, good or bad.
    package let isSigned: Bool
    /// Whether it is a merge.
    ///
    /// Records that only the merge adds belong to nobody.
    package let isMerge: Bool
  }
}
