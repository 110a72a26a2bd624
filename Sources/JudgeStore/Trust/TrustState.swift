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

  /// Whether a commit of this history vouches for its author.
  func isVouched(_ commit: ObjectID) -> Bool {
    log.place(of: commit).map { !strangers.contains($0) && isVouched[$0] } ?? false
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
    return Introduction(
      authors: Set(authors.map { log.email(of: $0) }),
      generation: (vouched.isEmpty ? places : vouched).map(log.graph.generation(of:)).min() ?? 0,
      isForeign: vouched.isEmpty)
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
