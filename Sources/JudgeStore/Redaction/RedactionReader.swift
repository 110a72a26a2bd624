import JudgeGit
import JudgeRecords

/// Works out which redactions of a tree are in force, by who brought them and what they name.
struct RedactionReader {
  private let state: TrustState
  /// Requests that were in force here before: hidden records stay hidden, whatever key was pinned
  /// since.
  private let before: Set<ContentID>

  init(_ state: TrustState, before: Set<ContentID> = []) {
    self.state = state
    self.before = before
  }

  /// The redactions in force and those that wait.
  ///
  /// - Parameters:
  ///   - folder: the tree of `redactions/`.
  ///   - tree: the commit's tree.
  ///   - repository: the repository that has them.
  /// - Returns: the fold over the requests.
  /// - Throws: `notFound` if a tree is not here.
  func fold(
    _ folder: ObjectID, _ tree: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> RedactionFold {
    var requests: [RedactionFold.Request] = []
    for file in try repository.tree(folder) where !file.mode.isTree {
      let name = "redactions/" + String(decoding: file.name, as: UTF8.self)
      // This includes redactions of a newer version: hidden records stay hidden.
      guard let path = RecordPath(name), let bytes = try? repository.blob(file.id),
        let record = try? Record(reading: bytes, named: path.id), record.kind == .redaction,
        let value = try? Redaction(fields: record.fields)
      else { continue }
      requests.append(
        RedactionFold.Request(id: path.id, value: value, isVouched: isVouched(path, value)))
    }
    let named = Set(requests.flatMap(\.value.hashes))
    var authors: [ContentID: Set<Address>] = [:]
    var reserved: Set<ContentID> = []
    var lookup = TreeLookup(tree)
    for hash in named {
      for kind in RecordKind.all {
        let path = RecordPath(kind: kind, id: hash)
        guard let text = path.text, let entry = try lookup.entry(at: text, in: repository),
          !entry.mode.isTree
        else { continue }
        let rule = rule(path, try? repository.blob(entry.id))
        authors[hash, default: []].formUnion(rule.authors)
        if rule.isReserved { reserved.insert(hash) }
        if rule.isUnknown {
          // It is not known who brought it. A request by anybody hides it then.
          for request in requests where request.value.hashes.contains(hash) {
            authors[hash, default: []].insert(Address(request.value.source.id))
          }
        }
      }
    }
    // People act under any of their addresses.
    let authority = state.authority
    let addresses = Dictionary(grouping: authority.people.keys, by: { authority.person($0) })
    func all(_ people: Set<Address>) -> Set<Address> {
      people.union(people.flatMap { addresses[authority.person($0)] ?? [] })
    }
    return RedactionFold(
      requests, owners: all(authority.owners), authors: authors.mapValues(all),
      reserved: reserved, lifted: Set(state.endorsements.values.flatMap(\.lifts)))
  }

  private func isVouched(_ path: RecordPath, _ value: Redaction) -> Bool {
    if before.contains(path.id) { return true }
    guard let introduction = state.introduction(of: path) else { return true }
    // A foreign history makes nobody an owner.
    if introduction.isForeign,
      state.authority.owners.contains(state.authority.person(Address(value.source.id)))
    {
      return false
    }
    switch state.authority.claim(of: value.source, path.id, introduction) {
    case .believed, .own, .confirmed: return true
    case .imported, .unconfirmed: return false
    }
  }

  /// The people besides owners who may hide a record, and whether owners may not.
  private func rule(
    _ path: RecordPath, _ bytes: [UInt8]?
  ) -> (authors: Set<Address>, isReserved: Bool, isUnknown: Bool) {
    guard let introduction = state.introduction(of: path) else { return ([], false, true) }
    let authority = state.authority
    switch path.kind {
    case .experiment, .judge, .registration, .run: return ([], false, false)
    case .assessment, .adjudication:
      guard let bytes, let record = try? Record(reading: bytes),
        let source = record.source, source.type == .human
      else { break }
      let isPinned = authority.isPinned(source)
      if case .imported = authority.claim(of: source, path.id, introduction),
        let importer = introduction.onlyAuthor
      {
        return ([Address(source.id), importer], false, false)
      }
      return ([Address(source.id)], isPinned, false)
    default: break
    }
    return (introduction.onlyAuthor.map { [$0] } ?? [], false, false)
  }
}
