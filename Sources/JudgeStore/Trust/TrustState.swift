import JudgeGit
package import JudgeRecords

/// A clone's view of a commit's history: the permissions, and the introductions of the records.
///
/// It is a value that answers without reading the repository.
package struct TrustState: Sendable {
  /// The rules.
  package var authority: Authority
  /// The commit.
  package let commit: String
  /// The owners in force, sorted.
  package var owners: [Address] = []
  /// The roots whose commits are not evidence of their authors, with the number of commits that
  /// descend only from them.
  package var foreignRoots: [String: Int] = [:]
  /// The roots whose commits are evidence of their authors.
  package var acceptedRoots: [String] = []
  /// Whether the history is cut off by a shallow clone.
  package var isShallow: Bool
  /// The endorsements in force, by record.
  package var endorsements: [ContentID: Endorsement] = [:]
  /// The endorsements that are not from owners.
  package var refusedEndorsements: [ContentID] = []
  /// The commits that changed `owners` or `format.json` without permission.
  package var refusedChanges: [(path: String, commit: String, email: Address)] = []

  /// A text that differs if the rules differ.
  package var key = ""

  var log: IntroductionLog
  /// The commits of the log that are not in this history.
  var strangers: Set<Int>
  /// Whether each commit of the log vouches for its author; commits beyond the end do.
  var isVouched: [Bool]
  /// Whether each commit of the log belongs to a foreign history and has an author who need not
  /// sign.
  var isNamed: [Bool] = []
  /// The checked commits that have a signature, good or bad.
  var signed: Set<Int> = []
  /// Whether the author of each commit was an owner who may act on records of others.
  var isOwners: [Bool] = []

  /// The commits of owners that list exactly the owners in force after them.
  var restatedLists: Set<Int> = []
  /// The owners at each commit.
  var ownerHistory = OwnerHistory(initial: [], graph: CommitGraph())
  /// The owners at each commit, by the changes that count for hiding.
  var lenientOwners = OwnerHistory(initial: [], graph: CommitGraph())

  /// The rules for hiding: as ``authority``, with endorsements that lack only a signature.
  package var hidingAuthority = Authority(owners: [])
  /// Whether each commit counts for hiding: it vouches for its author, or it is unsigned and from
  /// before its author began to sign; see ``SigningStart``.
  var hides: [Bool] = []
  /// The unsigned commits among these whose author has not signed anything yet.
  var unproved: Set<Int> = []
  /// Whether the author of each commit was an owner, by a list that such commits may have changed.
  var wasOwners: [Bool] = []
  /// The commits among these whose redactions may also purge.
  var mayPurge: [Bool] = []

  /// Returns whether a commit of this history vouches for its author.
  func isVouched(_ commit: ObjectID) -> Bool {
    log.place(of: commit).map { !strangers.contains($0) && isVouched[$0] } ?? false
  }

  /// Returns whether a commit may raise the store's format: its author was an owner at that commit,
  /// and it is signed by the pinned key of its address.
  func mayMigrate(_ commit: ObjectID, _ settings: TrustSettings) -> Bool {
    guard let place = log.place(of: commit), !strangers.contains(place) else { return false }
    return isVouched[place] && isOwners[place]
      && settings.signers?.lists(log.email(of: place).text) == true
  }

  /// Returns whether somebody was an owner when a record was introduced, by whomever.
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

  /// Returns whether the author of a commit of this history was an owner.
  func isOwners(_ commit: ObjectID) -> Bool {
    log.place(of: commit).map { !strangers.contains($0) && isOwners[$0] } ?? false
  }

  /// Returns whether a commit lacks only the signature to be an owner's.
  func isUnsignedOwners(_ commit: String) -> Bool {
    guard let place = ObjectID(hex: commit).flatMap(log.place(of:)) else { return false }
    return !isVouched[place] && hides[place] && wasOwners[place]
  }

  /// Returns whether an owner has restated the list of owners in a commit that builds on a given
  /// one.
  ///
  /// The list must be that of the owners in force there, so that readers of only the file see only
  /// what an owner has confirmed.
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

  /// The commits that lack the signature of their author and do not count, not even for hiding.
  var suspects: [ObjectID] {
    log.nodes.indices.filter { place in
      !strangers.contains(place) && !isVouched[place] && !hides[place]
        && log.roots(of: place).contains { acceptedRoots.contains($0.hex) }
    }.map { log.nodes[$0].id }
  }

  /// Returns the commits of this history that introduced a record.
  func commits(of path: RecordPath) -> [Int] {
    let all = log.commits(of: path)
    return strangers.isEmpty ? all : all.filter { !strangers.contains($0) }
  }

  /// Returns the introduction of a record.
  ///
  /// - Returns: the introduction, or `nil` if unknown: the record is from the boundary of a shallow
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

  /// Returns whether one of the authors of a record was an owner when they committed it.
  ///
  /// A signed commit may repeat an earlier unsigned one of its author: it is enough if the author
  /// was an owner then.
  private func isOwners(_ places: [Int], _ emails: Set<Address>) -> Bool {
    let own = places.filter { isOwners[$0] && !log.bringingMerges.contains($0) }
    guard !own.isEmpty else { return false }
    let people = Set(emails.map { authority.person($0) })
    return own.contains { people.contains(authority.person(log.email(of: $0))) }
  }

  /// Returns the commits that introduced a record and whose authors match.
  func ownCommits(of path: RecordPath, _ isOwn: (Address) -> Bool) -> [Int] {
    commits(of: path).filter { !log.bringingMerges.contains($0) && isOwn(log.email(of: $0)) }
  }

  /// Returns the only author of a record, for hiding it.
  func onlyAuthorForHiding(of path: RecordPath) -> Address? {
    let authors = Set(
      commits(of: path).filter { hides[$0] && !log.bringingMerges.contains($0) }
        .map { log.email(of: $0) })
    return authors.count == 1 ? authors.first : nil
  }

  /// Returns the introductions of records, by their identity.
  package func introductions(
    of paths: some Sequence<RecordPath>
  ) -> [ContentID: Introduction] {
    var found: [ContentID: Introduction] = [:]
    for path in paths {
      if let introduction = introduction(of: path) { found[path.id] = introduction }
    }
    return found
  }

  /// Returns the commits that introduced a record, for people.
  package func bringers(of path: RecordPath) -> [Bringer] {
    commits(of: path).map { place in
      Bringer(
        commit: log.nodes[place].id.hex, email: log.email(of: place),
        isVouched: isVouched[place], isSigned: signed.contains(place),
        isMerge: log.bringingMerges.contains(place))
    }
  }

  /// A commit that introduced a record.
  package struct Bringer: Sendable, Hashable {
    /// The commit, 40 hexadecimal digits.
    package let commit: String
    /// The e-mail address of its author.
    package let email: Address
    /// Whether it vouches for its author.
    package let isVouched: Bool
    /// Whether it has a signature that was checked, good or bad.
    package let isSigned: Bool
    /// Whether it is a merge.
    ///
    /// Records that only the merge adds do not have an author.
    package let isMerge: Bool
  }
}
