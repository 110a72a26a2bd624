import JudgeGit
import JudgeRecords

/// Computes a ``TrustState``: the accepted roots, the owners, their endorsements, and the commits
/// that vouch for their authors.
struct TrustReader {
  var state: TrustState
  let tree: ObjectID
  let settings: TrustSettings
  private let git: GitProgram
  /// Verifies against the list of signers, or `nil` if there is no list.
  private let verifier: SignatureVerifier?
  /// Whether a commit is signed by one of its author's keys, for authors who must sign.
  private var isSigned: [Int: Bool] = [:]
  private var accepted: Set<ObjectID> = []
  /// By e-mail address, the tip at which this clone began to demand signatures of it.
  private let unsignedUntil: [Address: ObjectID]
  /// The commits that purges do not vouch for.
  private var suspects: Set<ObjectID> = []

  init(
    log: IntroductionLog, strangers: Set<Int>, commit: ObjectID, tree: ObjectID,
    settings: TrustSettings, git: GitProgram, verifier: SignatureVerifier?,
    unsignedUntil: [Address: ObjectID] = [:]
  ) {
    state = TrustState(
      authority: Authority(owners: []), commit: commit.hex,
      isShallow: log.roots.keys.contains(IntroductionLog.unknownRoot), log: log,
      strangers: strangers, isVouched: [])
    self.tree = tree
    self.settings = settings
    self.unsignedUntil = unsignedUntil
    self.git = git
    self.verifier = verifier
  }

  mutating func read(_ repository: borrowing Repository) async throws(GitError) -> TrustState {
    let pinned = pinnedRoots()
    accepted = pinned
    if state.isShallow { accepted.insert(IntroductionLog.unknownRoot) }
    try await verify(people: [:])
    state.ownerHistory = try owners(from: pinned, repository)
    measureOwners()
    // A purge may stand for the change that made the author of another purge an owner.
    while try await standForPurged(repository) {
      try await verify(people: [:])
      state.ownerHistory = try owners(from: pinned, repository)
      measureOwners()
    }
    state.owners = (settings.owners.map { Set($0) } ?? state.ownerHistory.now).sorted()
    try noteRestatedLists(repository)
    try formatChanges(repository)
    try stand(people: [:], repository, from: pinned)
    let claimed = try endorsements(repository)
    func lists(_ endorsements: [ContentID: Endorsement]) -> [[Address]] {
      endorsements.values.map { $0.samePerson.map { Address($0) } }.filter { !$0.isEmpty }
    }
    let joined = lists(state.endorsements)
    let adopted = state.endorsements.values.flatMap(\.adopts).compactMap { ObjectID(hex: $0) }
    accepted.formUnion(adopted)
    let (signers, pinnedNames) = (settings.signers, settings.pinnedNames)
    func authority(_ endorsements: [ContentID: Endorsement]) -> Authority {
      Authority(
        owners: Set(state.owners), pinned: pinnedNames,
        isPinned: { address in signers?.lists(address) == true },
        confirmed: Set(endorsements.values.flatMap(\.confirms)),
        samePerson: lists(endorsements))
    }
    state.authority = authority(state.endorsements)
    state.hidingAuthority = authority(claimed)
    if !joined.isEmpty || !adopted.isEmpty {
      try await verify(people: state.authority.people)
      measureOwners()
    }
    if !joined.isEmpty || !adopted.isEmpty || state.hidingAuthority.people != state.authority.people
    {
      try stand(people: state.hidingAuthority.people, repository, from: pinned)
    }
    let roots = state.log.roots
    state.acceptedRoots = accepted.filter { roots[$0] != nil && $0 != IntroductionLog.unknownRoot }
      .map(\.hex).sorted()
    for root in roots.keys where !accepted.contains(root) {
      state.foreignRoots[root.hex] = state.log.nodes.indices.count { place in
        !state.strangers.contains(place) && state.log.roots(of: place) == [root]
      }
    }
    state.key = key(joined)
    return state
  }

  /// Differs from that of versions that decided otherwise, so that indices are made again.
  private static let rules = "4"

  private func key(_ lists: [[Address]]) -> String {
    let nodes = state.log.nodes
    let parts = [
      Self.rules, settings.peopleKey, state.owners.map(\.text).joined(separator: "\n"),
      lists.sorted { $0.lexicographicallyPrecedes($1) }
        .map { $0.map(\.text).joined(separator: "\n") }.joined(separator: "\u{1}"),
      state.authority.confirmed.map(\.hex).sorted().joined(separator: "\n"),
      state.acceptedRoots.joined(separator: "\n"), state.ownerHistory.key { nodes[$0].id.hex },
    ]
    return ContentID(hashing: Array(parts.joined(separator: "\u{0}").utf8)).hex
  }

  // MARK: Roots

  /// The roots that this clone pins.
  ///
  /// If it pins none, the root from which most commits descend.
  private func pinnedRoots() -> Set<ObjectID> {
    let roots = state.log.roots.filter { $0.key != IntroductionLog.unknownRoot }
    if !settings.roots.isEmpty {
      return Set(settings.roots.compactMap { ObjectID(hex: $0) }).intersection(roots.keys)
    }
    let first = roots.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return first.map { [$0.key] } ?? []
  }

  func isFounded(_ place: Int) -> Bool {
    state.log.roots(of: place).contains(where: accepted.contains)
  }

  // MARK: Signatures

  /// Notes for every commit whether it vouches for its author.
  private mutating func verify(people: [Address: Address]) async throws(GitError) {
    let log = state.log
    var aliases: [Address: [Address]] = [:]
    for (address, person) in people { aliases[person, default: []].append(address) }
    // The addresses of a person who must sign, by the address in commits. Empty for all others.
    let principals = log.emails.map { email in
      (people[email].flatMap { aliases[$0] } ?? [email]).filter(settings.demandsSignature)
    }
    let places = log.nodes.indices.filter { place in
      !principals[log.nodes[place].email].isEmpty && isFounded(place)
        && !state.strangers.contains(place) && isSigned[place] != true
    }
    if !places.isEmpty {
      // Each of the person's addresses that has a key may have signed.
      var asked: [(place: Int, object: ObjectID, principal: String)] = []
      for place in places {
        isSigned[place] = false
        for principal in principals[log.nodes[place].email] {
          asked.append((place, log.nodes[place].id, principal.text))
        }
      }
      let verdicts =
        try await verifier?.verify(
          objects: asked.map { (object: $0.object, principal: $0.principal) }) ?? []
      for (item, verdict) in zip(asked, verdicts) {
        if verdict == .good { isSigned[item.place] = true }
        if verdict != .missing { state.signed.insert(item.place) }
      }
    }
    state.isVouched = log.nodes.indices.map { place in
      isFounded(place)
        && (principals[log.nodes[place].email].isEmpty || isSigned[place] == true)
    }
    state.isNamed = log.nodes.indices.map { place in
      !isFounded(place) && principals[log.nodes[place].email].isEmpty
    }
  }

  /// Counts the commits before an owner's purge as signed: it removed their signatures and vouches
  /// for them.
  ///
  /// - Returns: whether there are such commits.
  private mutating func standForPurged(
    _ repository: borrowing Repository
  ) async throws(GitError) -> Bool {
    guard isSigned.values.contains(false) else { return false }
    let listed = try await git.run([
      "log", "--no-mailmap", "--format=%H", "--grep=^Judge-Purge: ", state.commit,
    ])
    var stack: [ObjectID] = []
    for line in listed.lines {
      guard let id = ObjectID(hex: line), let place = state.log.place(of: id),
        state.isOwners[place], isSigned[place] == true,
        let suspects = try PurgedHistory.suspects(of: try repository.commit(id), repository)
      else { continue }
      self.suspects.formUnion(suspects)
      stack.append(id)
    }
    var found = false
    var passed: Set<Int> = []
    while let next = stack.popLast() {
      for parent in try repository.commit(next).parents {
        guard let place = state.log.place(of: parent), isSigned[place] != true,
          passed.insert(place).inserted
        else { continue }
        stack.append(parent)
        guard !suspects.contains(parent) else { continue }
        isSigned[place] = true
        found = true
      }
    }
    return found
  }

  // MARK: Owners

  /// Who was an owner when, by the history, as far as signatures prove it.
  ///
  /// The author of the pinned root is the owner until an owner names others. A commit that changes
  /// the list counts only if an owner made it, by the list before it. If git's configuration pins
  /// the owners, the history says only how they came to be owners.
  private mutating func owners(
    from pinned: Set<ObjectID>, _ repository: borrowing Repository
  ) throws(GitError) -> OwnerHistory {
    state.refusedChanges.removeAll { $0.path == TrustSettings.ownersFile }
    let changes = ownerChanges()
    for change in mergedLists() where try isInvented(change, repository) { refuse(change) }
    let history = try succession(changes, from: pinned, repository) { state.isVouched[$0] }
    let held = Set(history.events.map(\.commit)).subtracting(history.refused)
    if history.isConstant, settings.owners == nil { return history }
    guard let named = settings.owners else {
      for change in changes where !held.contains(change.commit) { refuse(change) }
      return history
    }
    let trusted = history.predecessors(of: Set(named))
    let counted = Set(
      history.events.filter { trusted.contains($0.author) && held.contains($0.commit) }
        .map(\.commit))
    // An unsigned change of an owner's, from before their key was pinned, changes nothing here.
    for change in changes
    where !counted.contains(change.commit) && !named.contains(state.log.email(of: change.commit)) {
      refuse(change)
    }
    return history
  }

  /// The changes of the list of owners in this history.
  ///
  /// A merge names nobody: git combines the lines of both sides, no matter who wrote them. The
  /// people whom each side named are in the history anyway.
  private func ownerChanges() -> [IntroductionLog.GuardedChange] {
    guardedLists().filter { state.log.graph.parents(of: $0.commit).count < 2 }
  }

  /// The merges whose list of owners differs from that of every parent.
  private func mergedLists() -> [IntroductionLog.GuardedChange] {
    guardedLists().filter { state.log.graph.parents(of: $0.commit).count > 1 }
  }

  /// Notes the commits of owners that list exactly the owners in force after them.
  private mutating func noteRestatedLists(
    _ repository: borrowing Repository
  ) throws(GitError) {
    let refused = Set(state.refusedChanges.map(\.commit))
    guard !refused.isEmpty || state.log.guarded.contains(where: { !state.isVouched[$0.commit] })
    else { return }
    for change in ownerChanges()
    where state.isVouched[change.commit] && state.isOwners[change.commit]
      && !refused.contains(state.log.nodes[change.commit].id.hex)
    {
      let after =
        settings.owners.map { Set($0) } ?? state.ownerHistory.inForce(after: change.commit)
      guard try list(at: change.commit, repository) == after else { continue }
      state.restatedLists.insert(change.commit)
    }
  }

  private func guardedLists() -> [IntroductionLog.GuardedChange] {
    state.log.guarded
      .filter { $0.path == TrustSettings.ownersFile && !state.strangers.contains($0.commit) }
      .sorted { generation($0) < generation($1) }
  }

  /// Whether a merge adds somebody whom no parent lists, or leaves out somebody whom all parents
  /// list.
  private func isInvented(
    _ change: IntroductionLog.GuardedChange, _ repository: borrowing Repository
  ) throws(GitError) -> Bool {
    let made = try list(at: change.commit, repository)
    var (all, common): (Set<Address>, Set<Address>?) = ([], nil)
    for parent in state.log.graph.parents(of: change.commit) {
      let list = try list(at: parent, repository)
      all.formUnion(list)
      common = common?.intersection(list) ?? list
    }
    return !made.isSubset(of: all) || !made.isSuperset(of: common ?? [])
  }

  private func list(
    at place: Int, _ repository: borrowing Repository
  ) throws(GitError) -> Set<Address> {
    try list(in: try repository.commit(state.log.nodes[place].id).tree, repository)
  }

  private mutating func refuse(_ change: IntroductionLog.GuardedChange) {
    state.refusedChanges.append(
      (change.path, state.log.nodes[change.commit].id.hex, state.log.email(of: change.commit)))
  }

  /// The changes of the list of owners by people who may.
  ///
  /// - Parameters:
  ///   - changes: all changes.
  ///   - pinned: the roots.
  ///   - repository: the repository.
  ///   - trustsLate: as for ``OwnerHistory``.
  ///   - isHeld: whether a commit can be held to its author's word.
  /// - Returns: the history of the owners.
  /// - Throws: `notFound` and `damaged` for commits and trees.
  private func succession(
    _ changes: [IntroductionLog.GuardedChange], from pinned: Set<ObjectID>,
    _ repository: borrowing Repository, trustsLate: Bool = false, isHeld: (Int) -> Bool
  ) throws(GitError) -> OwnerHistory {
    let graph = state.log.graph
    if pinned.isEmpty {
      // The beginning of a shallow history is not known: its list is believed.
      var list: Set<Address> = []
      if state.isShallow { list = try self.list(in: tree, repository) }
      return OwnerHistory(initial: list, graph: graph, isConstant: true)
    }
    var initial: Set<Address> = []
    for root in pinned {
      if let place = state.log.place(of: root) { initial.insert(state.log.email(of: place)) }
    }
    var held: [OwnerHistory.Change] = []
    for change in changes where isHeld(change.commit) {
      let id = state.log.nodes[change.commit].id
      var parent: Set<Address> = []
      if let place = graph.parents(of: change.commit).first {
        parent = try list(at: place, repository)
      }
      held.append(
        OwnerHistory.Change(
          commit: change.commit, author: state.log.email(of: change.commit),
          list: try list(at: change.commit, repository), parent: parent,
          isRoot: pinned.contains(id)))
    }
    return OwnerHistory(held, initial: initial, graph: graph, trustsLate: trustsLate)
  }

  /// The people whom the file of a tree lists.
  private func list(
    in tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> Set<Address> {
    guard let entry = try repository.entry(at: TrustSettings.ownersFile, in: tree),
      !entry.mode.isTree
    else { return [] }
    return Set(TrustSettings.list(String(decoding: try repository.blob(entry.id), as: UTF8.self)))
  }

  private var emails: [Address] { state.log.nodes.map { state.log.emails[$0.email] } }

  /// Notes of every commit whether its author was an owner.
  private mutating func measureOwners() {
    let authority = state.authority
    state.isOwners = founded(
      state.ownerHistory.standing(of: emails, pinned: settings.owners) { authority.person($0) }.acts
    )
  }

  /// What holds of some commits, for those of accepted histories: the others make nobody an owner.
  private func founded(_ marks: [Bool]) -> [Bool] {
    marks.indices.map { marks[$0] && isFounded($0) }
  }

  /// Notes of every commit whether it counts for what hides: see ``SigningStart``.
  private mutating func stand(
    people: [Address: Address], _ repository: borrowing Repository, from pinned: Set<ObjectID>
  ) throws(GitError) {
    func person(_ address: Address) -> Address { people[address] ?? address }
    let emails = emails
    var start = SigningStart()
    var limits: [Int: [Bool]] = [:]
    let graph = state.log.graph
    let late = Set(isSigned.filter { !$0.value }.map { person(emails[$0.key]) })
    if !late.isEmpty {
      let roots = Set(pinned.compactMap { state.log.place(of: $0) })
      for place in emails.indices where isFounded(place) && late.contains(person(emails[place])) {
        guard let signed = isSigned[place] else { continue }
        if signed {
          // Such commits stand on a root: the others need not be read.
          if let parent = graph.parents(of: place).first, roots.contains(parent),
            Self.isSignedAgain(try repository.commit(state.log.nodes[place].id))
          {
            continue
          }
        } else if let limit = unsignedUntil[emails[place]].flatMap({ state.log.place(of: $0) }) {
          let known = limits[limit] ?? graph.ancestors(of: [limit])
          limits[limit] = known
          if !known[place] { continue }
        }
        start.note(place, by: person(emails[place]), isSigned: signed)
      }
    }
    let standing = start.standing(graph)
    state.hides = state.isVouched
    for place in standing.covered where isFounded(place) { state.hides[place] = true }
    state.unproved = standing.unproved
    // Who was an owner is decided leniently; whose bytes may leave the history is not: unsigned
    // changes of the owners count there only if their author has signed something since.
    let (hides, unproved) = (state.hides, state.unproved)
    let changes = ownerChanges()
    var narrow = state.ownerHistory
    if !standing.covered.isEmpty {
      narrow = try succession(changes, from: pinned, repository) {
        hides[$0] && !unproved.contains($0)
      }
    }
    let strict = narrow.standing(of: emails, pinned: settings.owners, person: person)
    var lenient = strict
    state.lenientOwners = narrow
    if !standing.covered.isEmpty || !narrow.refused.isEmpty {
      state.lenientOwners = try succession(
        changes, from: pinned, repository, trustsLate: true
      ) { hides[$0] }
      lenient = state.lenientOwners.standing(of: emails, pinned: settings.owners, person: person)
    }
    state.wasOwners = founded(zip(lenient.was, strict.was).map { $0 || $1 })
    // Whom an unsigned word joins with an owner may hide what the owner may, and purge nothing.
    let authority = state.authority
    let proved =
      authority.people == people
      ? strict : narrow.standing(of: emails, pinned: settings.owners) { authority.person($0) }
    state.mayPurge = founded(proved.acts)
  }

  /// Whether `sync --sign` made a commit: it stands beside what its author wrote before.
  private static func isSignedAgain(_ commit: Commit) -> Bool {
    let subject = commit.message.prefix { !$0.isNewline }
    return subject.hasPrefix("Sign ") && subject.hasSuffix(" again")
  }

  func generation(_ change: IntroductionLog.GuardedChange) -> Int {
    state.log.graph.generation(of: change.commit)
  }
}
