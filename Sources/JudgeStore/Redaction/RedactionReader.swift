import JudgeGit
import JudgeRecords

/// Computes the redactions in force in a tree, from their introductions and the hashes they name.
struct RedactionReader {
  private let state: TrustState

  init(_ state: TrustState) { self.state = state }

  /// Returns the redactions in force and the pending ones.
  ///
  /// - Parameters:
  ///   - folder: the tree of `redactions/`.
  ///   - tree: the commit's tree.
  ///   - repository: the repository that contains them.
  /// - Returns: the fold over the requests.
  /// - Throws: `notFound` if a tree is missing.
  func fold(
    _ folder: ObjectID, _ tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> RedactionFold {
    try read(folder, tree, repository).fold
  }

  /// Returns the redactions in force and the pending ones, and their hashes that are not records of
  /// the tree.
  ///
  /// The introduction of such a record, if it is added later, decides who may hide it.
  ///
  /// - Parameters: see ``fold(_:_:_:)``.
  /// - Throws: `notFound` if a tree is missing.
  func read(
    _ folder: ObjectID, _ tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> (fold: RedactionFold, absent: Set<ContentID>) {
    var requests: [RedactionFold.Request] = []
    for file in try repository.tree(folder) where !file.mode.isTree {
      let name = "redactions/" + String(decoding: file.name, as: UTF8.self)
      // This includes redactions of a newer version: hidden records stay hidden.
      guard let path = RecordPath(name), let bytes = try? repository.blob(file.id),
        let record = try? Record(reading: bytes, named: path.id), record.kind == .redaction,
        let value = try? Redaction(fields: record.fields)
      else { continue }
      requests.append(request(path, value))
    }
    let named = Set(requests.flatMap(\.value.hashes))
    var absent: Set<ContentID> = []
    var authors: [ContentID: Set<Address>] = [:]
    var reserved: Set<ContentID> = []
    var lookup = TreeLookup(tree)
    for hash in named {
      absent.insert(hash)
      for kind in RecordKind.all {
        let path = RecordPath(kind: kind, id: hash)
        guard let text = path.text, let entry = try lookup.entry(at: text, in: repository),
          !entry.mode.isTree
        else { continue }
        absent.remove(hash)
        let rule = rule(path, try? repository.blob(entry.id))
        authors[hash, default: []].formUnion(rule.authors)
        if rule.isReserved { reserved.insert(hash) }
        if rule.isUnknown {
          // Its introduction is unknown. A request by anybody hides it then.
          for request in requests where request.value.hashes.contains(hash) {
            authors[hash, default: []].insert(Address(request.value.source.id))
          }
        }
      }
    }
    // People act under any of their addresses.
    let authority = state.hidingAuthority
    let addresses = Dictionary(grouping: authority.people.keys, by: { authority.person($0) })
    func all(_ people: Set<Address>) -> Set<Address> {
      people.union(people.flatMap { addresses[authority.person($0)] ?? [] })
    }
    let fold = RedactionFold(
      requests, authors: authors.mapValues(all), reserved: reserved,
      lifted: Set(state.endorsements.values.flatMap(\.lifts)))
    return (fold, absent)
  }

  /// Returns a redaction with the facts about its introduction.
  ///
  /// Naming other owners does not affect it. Pinning a list of signers does not affect it either,
  /// as long as it may be its source's own: see ``SigningStart``. Otherwise, hidden data would be
  /// shown again.
  private func request(_ path: RecordPath, _ value: Redaction) -> RedactionFold.Request {
    func request(
      vouched: Bool, owners: Bool, purge: Bool = true, unsigned: Bool = false
    ) -> RedactionFold.Request {
      RedactionFold.Request(
        id: path.id, value: value, isVouched: vouched, isOwners: owners, mayPurge: purge,
        isUnsigned: unsigned)
    }
    let authority = state.hidingAuthority
    let source = authority.person(Address(value.source.id))
    guard let introduction = state.introduction(of: path) else {
      return request(vouched: true, owners: authority.owners.contains(source))
    }
    let own =
      value.source.type == .human
      ? state.ownCommits(of: path) { authority.person($0) == source } : []
    let held = own.filter { state.hides[$0] }
    let proved = held.filter { state.isVouched[$0] }
    let isUnsigned =
      proved.isEmpty
      && own.contains {
        state.log.roots(of: $0).contains { root in
          state.acceptedRoots.contains(root.hex)
        }
      }
    if !held.isEmpty {
      return request(
        vouched: true, owners: own.contains { state.wasOwners[$0] },
        purge: own.contains { state.mayPurge[$0] }
          && !held.allSatisfy { state.unproved.contains($0) },
        unsigned: isUnsigned)
    }
    // A foreign history does not make anybody an owner.
    if introduction.isForeign, authority.owners.contains(source) {
      return request(vouched: false, owners: false, unsigned: isUnsigned)
    }
    switch authority.claim(of: value.source, path.id, introduction) {
    case .believed, .own: return request(vouched: true, owners: false)
    case .confirmed:
      return request(
        vouched: true,
        owners: authority.owners.contains(source) || state.wasOwner(source, at: path),
        purge: state.authority.confirmed.contains(path.id))
    case .imported, .unconfirmed:
      return request(vouched: false, owners: false, unsigned: isUnsigned)
    }
  }

  /// Returns the people other than owners who may hide a record, and whether owners may not.
  private func rule(
    _ path: RecordPath, _ bytes: [UInt8]?
  ) -> (authors: Set<Address>, isReserved: Bool, isUnknown: Bool) {
    guard let introduction = state.introduction(of: path) else { return ([], false, true) }
    let authority = state.authority
    let authors = Set(
      [introduction.onlyAuthor, state.onlyAuthorForHiding(of: path)].compactMap { $0 })
    switch path.kind {
    case .experiment, .judge, .registration, .run: return ([], false, false)
    case .assessment, .adjudication:
      guard let bytes, let record = try? Record(reading: bytes),
        let source = record.source, source.type == .human
      else { break }
      let own = Address(source.id)
      switch authority.claim(of: source, path.id, introduction) {
      case .imported: return (authors.union([own]), false, false)
      // It lacks a signature, so it is not proved to be the reviewer's own.
      case .unconfirmed where !state.ownCommits(of: path, { $0 == own }).isEmpty:
        return ([own], false, false)
      default: return ([own], authority.isPinned(source), false)
      }
    default: break
    }
    return (authors, false, false)
  }
}
