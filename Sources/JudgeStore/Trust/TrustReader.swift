import JudgeGit
import JudgeRecords

/// Computes a ``TrustState``: the accepted roots, the owners, their endorsements, and the commits
/// that vouch for their authors.
struct TrustReader {
  private var state: TrustState
  private let tree: ObjectID
  private let settings: TrustSettings
  private let git: GitProgram
  /// Verifies against the list of signers, or `nil` if there is no list.
  private let verifier: SignatureVerifier?
  /// Whether a commit is signed by one of its author's keys, for authors who must sign.
  private var isSigned: [Int: Bool] = [:]
  private var accepted: Set<ObjectID> = []

  init(
    log: IntroductionLog, strangers: Set<Int>, commit: ObjectID, tree: ObjectID,
    settings: TrustSettings, git: GitProgram, verifier: SignatureVerifier?
  ) {
    state = TrustState(
      authority: Authority(owners: []), commit: commit.hex,
      isShallow: log.roots.keys.contains(IntroductionLog.unknownRoot), log: log,
      strangers: strangers, isVouched: [])
    self.tree = tree
    self.settings = settings
    self.git = git
    self.verifier = verifier
  }

  mutating func read(_ repository: borrowing Repository) async throws(GitError) -> TrustState {
    let pinned = pinnedRoots()
    accepted = pinned
    if state.isShallow { accepted.insert(IntroductionLog.unknownRoot) }
    try await verify(people: [:])
    var owners = try owners(from: pinned, repository)
    if try await standForPurged(by: owners, repository) {
      try await verify(people: [:])
      owners = try self.owners(from: pinned, repository)
    }
    state.owners = owners.sorted()
    try formatChanges(owners: owners, repository)
    try endorsements(owners: owners, repository)
    let lists = state.endorsements.values.map { $0.samePerson.map { Address($0) } }
      .filter { !$0.isEmpty }
    let adopted = state.endorsements.values.flatMap(\.adopts).compactMap { ObjectID(hex: $0) }
    accepted.formUnion(adopted)
    let signers = settings.signers
    state.authority = Authority(
      owners: owners, pinned: settings.pinnedNames,
      isPinned: { address in signers?.lists(address) == true },
      confirmed: Set(state.endorsements.values.flatMap(\.confirms)), samePerson: lists)
    if !lists.isEmpty || !adopted.isEmpty { try await verify(people: state.authority.people) }
    let roots = state.log.roots
    state.acceptedRoots = accepted.filter { roots[$0] != nil && $0 != IntroductionLog.unknownRoot }
      .map(\.hex).sorted()
    for root in roots.keys where !accepted.contains(root) {
      state.foreignRoots[root.hex] = state.log.nodes.indices.count { place in
        !state.strangers.contains(place) && state.log.roots(of: place) == [root]
      }
    }
    state.key = key(lists)
    return state
  }

  /// Differs from that of versions that decided otherwise, so that indices are made again.
  private static let rules = "2"

  private func key(_ lists: [[Address]]) -> String {
    let parts = [
      Self.rules, settings.peopleKey, state.owners.map(\.text).joined(separator: "\n"),
      lists.sorted { $0.lexicographicallyPrecedes($1) }
        .map { $0.map(\.text).joined(separator: "\n") }.joined(separator: "\u{1}"),
      state.authority.confirmed.map(\.hex).sorted().joined(separator: "\n"),
      state.acceptedRoots.joined(separator: "\n"),
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

  private func isFounded(_ place: Int) -> Bool {
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
    by owners: Set<Address>, _ repository: borrowing Repository
  ) async throws(GitError) -> Bool {
    guard isSigned.values.contains(false) else { return false }
    let listed = try await git.run([
      "log", "--no-mailmap", "--format=%H", "--grep=^Judge-Purge: ", state.commit,
    ])
    var stack: [ObjectID] = []
    for line in listed.lines {
      guard let id = ObjectID(hex: line), let place = state.log.place(of: id),
        owners.contains(state.log.email(of: place)), isSigned[place] == true,
        try Self.isPurge(try repository.commit(id), repository)
      else { continue }
      stack.append(id)
    }
    var found = false
    while let next = stack.popLast() {
      for parent in try repository.commit(next).parents {
        guard let place = state.log.place(of: parent), isSigned[place] != true else { continue }
        isSigned[place] = true
        found = true
        stack.append(parent)
      }
    }
    return found
  }

  /// Whether a purge put this commit on top of the history that it rewrote: the last paragraph of
  /// its message says so, and it brings only redactions.
  private static func isPurge(
    _ commit: Commit, _ repository: borrowing Repository
  ) throws(GitError) -> Bool {
    guard commit.parents.count == 1, let parent = commit.parents.first else { return false }
    var message = commit.message[...]
    while message.last?.isNewline == true { message.removeLast() }
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    guard let gap = lines.lastIndex(of: ""), gap == lines.count - 2, gap == 1,
      let trailer = lines.last, trailer.hasPrefix("Judge-Purge: "),
      ObjectID(hex: trailer.dropFirst("Judge-Purge: ".count)) != nil
    else { return false }
    var isPlain = true
    try repository.diffTrees(
      old: try repository.commit(parent).tree, new: commit.tree
    ) { change in
      if change.old != nil || !change.path.hasPrefix("redactions/") { isPlain = false }
    }
    return isPlain
  }

  // MARK: Owners

  /// The owners in force: those that are pinned, else those that the history names.
  ///
  /// The author of the pinned root is the owner until an owner names others. A commit that changes
  /// the list counts only if an owner made it, by the list before it.
  private mutating func owners(
    from pinned: Set<ObjectID>, _ repository: borrowing Repository
  ) throws(GitError) -> Set<Address> {
    state.refusedChanges.removeAll { $0.path == TrustSettings.ownersFile }
    if let named = settings.owners {
      try note(refusedAmong: TrustSettings.ownersFile, by: Set(named))
      return Set(named)
    }
    if pinned.isEmpty {
      // The beginning of a shallow history is not known: its list is believed.
      guard state.isShallow,
        let entry = try repository.entry(at: TrustSettings.ownersFile, in: tree),
        !entry.mode.isTree
      else { return [] }
      return Set(TrustSettings.list(String(decoding: try repository.blob(entry.id), as: UTF8.self)))
    }
    var initial: Set<Address> = []
    for root in pinned {
      if let place = state.log.place(of: root) { initial.insert(state.log.email(of: place)) }
    }
    var events: [OwnerEvent] = []
    let changes = state.log.guarded
      .filter { $0.path == TrustSettings.ownersFile && !state.strangers.contains($0.commit) }
      .sorted { generation($0) < generation($1) }
    for change in changes {
      let place = change.commit
      let graph = state.log.graph
      let before = events.filter { graph.isAncestor($0.commit, of: place) }
      let inForce = Self.inForce(before, initial, graph)
      let email = state.log.email(of: place)
      // A root that lists owners is its own author's word.
      let isRoot = pinned.contains(state.log.nodes[place].id)
      guard state.isVouched[place], inForce.contains(email) || isRoot else {
        state.refusedChanges.append((change.path, state.log.nodes[place].id.hex, email))
        continue
      }
      let commitTree = try repository.commit(state.log.nodes[place].id).tree
      var list: Set<Address> = []
      if let entry = try repository.entry(at: TrustSettings.ownersFile, in: commitTree),
        !entry.mode.isTree
      {
        list = Set(
          TrustSettings.list(String(decoding: try repository.blob(entry.id), as: UTF8.self)))
      }
      if list.isEmpty { list = initial }
      events.append(
        OwnerEvent(
          commit: place, added: list.subtracting(inForce), removed: inForce.subtracting(list)))
    }
    return Self.inForce(events, initial, state.log.graph)
  }

  /// A change of the list of owners by somebody who may.
  private struct OwnerEvent {
    let commit: Int
    let added: Set<Address>
    let removed: Set<Address>
  }

  /// The owners after some changes: of the last words on each person, a removal stands.
  private static func inForce(
    _ events: [OwnerEvent], _ initial: Set<Address>, _ graph: CommitGraph
  ) -> Set<Address> {
    var people = initial
    for event in events { people.formUnion(event.added) }
    var owners: Set<Address> = []
    for person in people {
      let words = events.filter { $0.added.contains(person) || $0.removed.contains(person) }
      var isRemoved = false
      for word in words where word.removed.contains(person) {
        let isOld = words.contains { other in
          other.commit != word.commit && other.added.contains(person)
            && graph.isAncestor(word.commit, of: other.commit)
        }
        if !isOld { isRemoved = true }
      }
      if !isRemoved { owners.insert(person) }
    }
    return owners
  }

  private func generation(_ change: IntroductionLog.GuardedChange) -> Int {
    state.log.graph.generation(of: change.commit)
  }

  /// Notes the changes of a file that others than some people made.
  private mutating func note(refusedAmong path: String, by people: Set<Address>) throws(GitError) {
    for change in state.log.guarded
    where change.path == path && !state.strangers.contains(change.commit) {
      let email = state.log.email(of: change.commit)
      // An unsigned change of an owner's, from before their key was pinned, changes nothing here.
      if !people.contains(email) {
        state.refusedChanges.append((path, state.log.nodes[change.commit].id.hex, email))
      }
    }
  }

  /// Finds the changes of `format.json` that were not made by an owner.
  ///
  /// ``FormatHistory`` decides which change is in force.
  private mutating func formatChanges(
    owners: Set<Address>, _ repository: borrowing Repository
  ) throws(GitError) {
    let changes = state.log.guarded
      .filter { $0.path == StoreFormat.path && !state.strangers.contains($0.commit) }
      .sorted { generation($0) < generation($1) }
    var isFirst = true
    for change in changes {
      let node = state.log.nodes[change.commit]
      let email = state.log.email(of: change.commit)
      let isMigration =
        state.isVouched[change.commit] && owners.contains(email)
        && settings.demandsSignature(of: email)
      if isFirst ? isFounded(change.commit) : isMigration {
        isFirst = false
      } else if isFounded(change.commit) || state.foreignRoots.isEmpty {
        // A second store that was begun offline has the same bytes.
        let tree = try repository.commit(node.id).tree
        let entry = try repository.entry(at: StoreFormat.path, in: tree)
        if let entry, !entry.mode.isTree, try repository.blob(entry.id) == StoreFormat.bytes {
          continue
        }
        state.refusedChanges.append((change.path, node.id.hex, email))
      }
    }
  }

  // MARK: Endorsements

  private mutating func endorsements(
    owners: Set<Address>, _ repository: borrowing Repository
  ) throws(GitError) {
    guard let folder = RecordKind.endorsement.folder,
      let entry = try repository.entry(at: folder, in: tree), entry.mode.isTree
    else { return }
    var valid: [ContentID: Endorsement] = [:]
    for file in try repository.tree(entry.id) {
      let name = String(decoding: file.name, as: UTF8.self)
      guard let path = RecordPath("\(folder)/\(name)"), !file.mode.isTree,
        let bytes = try? repository.blob(file.id),
        let record = try? Record(reading: bytes, named: path.id),
        let value = try? Endorsement(record: record)
      else { continue }
      guard value.source.type == .human, owners.contains(Address(value.source.id)) else {
        state.refusedEndorsements.append(path.id)
        continue
      }
      if let introduction = state.introduction(of: path),
        introduction.isForeign || !introduction.authors.contains(Address(value.source.id))
      {
        state.refusedEndorsements.append(path.id)
        continue
      }
      valid[path.id] = value
    }
    let withdrawn = Set(valid.values.flatMap(\.withdraws))
    state.endorsements = valid.filter { !withdrawn.contains($0.key) }
    state.refusedEndorsements.sort()
  }
}
