import JudgeGit
public import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Reads entries, in the order given.
  ///
  /// In a partial clone all blobs that are missing are fetched first, by one run of git.
  ///
  /// - Parameters:
  ///   - entries: from ``delta(from:)`` or ``entries(kind:)``; a few thousand at a time keep the
  ///     memory small.
  ///   - verify: whether SHA-256, canonical form and schema are checked; without it a record is
  ///     only parsed.
  /// - Returns: one result per entry. An unreadable entry is a problem, not an error.
  /// - Throws: `program` if missing blobs could not be fetched.
  public func read(
    _ entries: [Entry], verify: Bool = true
  ) async throws(StoreError) -> [ReadResult] {
    try await fetchMissing(entries.map(\.blob))
    var blobs: [Result<[UInt8], GitError>] = []
    blobs.reserveCapacity(entries.count)
    for entry in entries {
      do throws(GitError) { blobs.append(.success(try repository.blob(entry.blob))) } catch {
        blobs.append(.failure(error))
      }
    }
    return await RecordReader.read(blobs, of: entries, verify: verify)
  }

  /// Reads one record.
  ///
  /// - Parameter path: its kind and identity.
  /// - Returns: the record, or `nil` if it is not in the store.
  /// - Throws: `damaged` if the file does not hold that record.
  public func record(_ path: RecordPath) async throws(StoreError) -> Record? {
    guard let entry = try entry(path) else { return nil }
    switch try await read([entry]).first {
    case .record(let record): return record
    case .problem(let problem):
      throw StoreError(
        .damaged, "\(problem.path): \(problem.message)", remedy: .run(.repairStore))
    case nil: return nil
    }
  }

  /// Whether a record is in the store.
  ///
  /// - Parameter path: its kind and identity.
  /// - Returns: whether a file has its place; ``record(_:)`` checks it.
  /// - Throws: `damaged` if the branch cannot be read.
  public func contains(_ path: RecordPath) throws(StoreError) -> Bool { try entry(path) != nil }

  /// All places of records of a kind.
  ///
  /// - Parameter kind: a known kind.
  /// - Returns: in the order of their paths; links and the like are left out.
  /// - Throws: `damaged` if the branch cannot be read.
  public func entries(kind: RecordKind) throws(StoreError) -> [Entry] {
    guard let folder = kind.folder, let tip = try tip() else { return [] }
    return try git { () throws(GitError) in
      var found: [Entry] = []
      try repository.diffTrees(
        old: nil, new: tip.tree, under: [folder], into: Place.holdsRecords
      ) { change in
        guard let side = change.new, case .record(let path) = Place(change.path),
          Problem.mode(side.mode, at: change.path) == nil
        else { return }
        found.append(Entry(path: path, blob: side.id))
      }
      return found
    }
  }

  /// All records of a kind that can be read.
  ///
  /// - Parameter kind: a known kind.
  /// - Returns: in the order of their paths; files that are not records are left out, `fsck` names
  ///   them.
  /// - Throws: as ``read(_:verify:)``.
  public func records(kind: RecordKind) async throws(StoreError) -> [Record] {
    try await read(try entries(kind: kind)).compactMap(\.record)
  }

  /// Reads several records at once.
  ///
  /// - Parameter paths: the paths of the records.
  /// - Returns: the records in the order of the paths. Files that do not exist or are not records
  ///   are left out.
  /// - Throws: as ``read(_:verify:)``.
  public func records(at paths: [RecordPath]) async throws(StoreError) -> [Record] {
    var entries: [Entry] = []
    for path in paths {
      if let entry = try entry(path) { entries.append(entry) }
    }
    return try await read(entries).compactMap(\.record)
  }

  /// The content of a file of the branch that is not a record.
  ///
  /// - Parameter path: such as `README.md` or `blobs/<sha256>`.
  /// - Returns: `nil` if there is none.
  /// - Throws: as ``read(_:verify:)``.
  public func file(_ path: String) async throws(StoreError) -> [UInt8]? {
    guard let tip = try tip() else { return nil }
    let entry = try git { () throws(GitError) in try repository.entry(at: path, in: tip.tree) }
    guard let entry, !entry.mode.isTree else { return nil }
    try await fetchMissing([entry.id])
    return try git { () throws(GitError) in try repository.blob(entry.id) }
  }

  private func entry(_ path: RecordPath) throws(StoreError) -> Entry? {
    guard let text = path.text, let tip = try tip() else { return nil }
    let found = try git { () throws(GitError) in try repository.entry(at: text, in: tip.tree) }
    guard let found, Problem.mode(found.mode, at: text) == nil else { return nil }
    return Entry(path: path, blob: found.id)
  }

  /// Fetches, in a partial clone, what is not here yet; elsewhere does nothing.
  func fetchMissing(_ blobs: [ObjectID]) async throws(StoreError) {
    do throws(GitError) {
      guard let fetch = try PromisorFetch(repository) else { return }
      let missing = try repository.missing(of: blobs)
      guard !missing.isEmpty else { return }
      try await fetch.fetch(missing)
      try repository.refreshObjects()
    } catch {
      throw StoreError(error)
    }
  }
}
