import JudgeGit
import JudgeRecords
import JudgeWork

/// The result of a group of appends on a given tip.
struct AppendPlan {
  /// The commits for the appends.
  private(set) var chain = AuthorChain()
  /// The outcome of each request, in order; without the commit, which is created last.
  private(set) var outcomes: [Result<Outcome, StoreError>] = []
  /// The records and files that each commit of the chain adds or replaces.
  private var changes: [[(path: String, blob: ObjectID)]] = []
  private let tree: ObjectID?
  private var lookup: TreeLookup
  /// The additions of the group, so that a second request with the same record does not add it
  /// again.
  private var staged: [String: ObjectID] = [:]

  struct Outcome {
    var added: [ContentID] = []
    var alreadyPresent = 0
    var redacted = 0
    var files = 0
    var isNothing: Bool { added.isEmpty && files == 0 }
  }

  /// The purged hashes, which are not added again.
  private let purged: Set<ContentID>

  init(tree: ObjectID?, barring purged: Set<ContentID> = []) {
    self.purged = purged
    self.tree = tree
    lookup = TreeLookup(tree)
  }

  /// Adds the records and files of a request as a whole, or not at all if one of the records cannot
  /// be added.
  mutating func add(
    _ records: [Record], _ files: [StoreFile] = [], by author: Person,
    into writer: inout PackWriter,
    from repository: borrowing Repository
  ) throws(StoreError) {
    do throws(StoreError) {
      let absent = try absent(records, repository)
      let (outcome, added) = try write(records, absent, files, &writer, repository)
      if !outcome.isNothing {
        let link = chain.add(outcomes.count, by: author)
        if link == changes.count { changes.append([]) }
        changes[link] += added
        for (path, blob) in added { staged[path] = blob }
      }
      outcomes.append(.success(outcome))
    } catch {
      // Only damage at a record's path and invalid records fail the request alone; other errors
      // fail the commit.
      guard error.code == .damaged || error.code == .invalid else { throw error }
      refuse(error)
    }
  }

  /// Records the failure of the next request.
  mutating func refuse(_ error: StoreError) { outcomes.append(.failure(error)) }

  /// Writes the trees of the chain.
  ///
  /// - Returns: the root of each commit.
  func trees(
    into writer: inout PackWriter, from repository: borrowing Repository
  ) throws(GitError) -> [ObjectID] {
    var trees: [ObjectID] = []
    for added in changes {
      var edit = TreeEdit(base: trees.last ?? tree)
      for (path, blob) in added { edit.set(path, blob) }
      trees.append(try edit.write(into: &writer, from: repository))
    }
    return trees
  }

  /// Returns the records that the tip does not contain.
  ///
  /// Anything else at a record's path is replaced: a link, a folder, or bytes that do not match the
  /// name. Otherwise a push could block a record with a predictable name.
  private mutating func absent(
    _ records: [Record], _ repository: borrowing Repository
  ) throws(StoreError) -> [(record: Record, path: String)] {
    var found: [(record: Record, path: String)] = []
    found.reserveCapacity(records.count)
    for record in records {
      let path = try Self.path(of: record)
      guard staged[path] == nil, !purged.contains(record.id) else { continue }
      let entry: TreeEntry?
      do throws(GitError) { entry = try lookup.entry(at: path, in: repository) } catch {
        throw StoreError(error)
      }
      let isThere =
        entry?.id == ObjectID(ofBlob: record.bytes) && entry.map(Self.isOrdinary) == true
      if !isThere { found.append((record, path)) }
    }
    return found
  }

  private mutating func write(
    _ records: [Record], _ absent: [(record: Record, path: String)], _ files: [StoreFile],
    _ writer: inout PackWriter, _ repository: borrowing Repository
  ) throws(StoreError) -> (outcome: Outcome, added: [(path: String, blob: ObjectID)]) {
    var outcome = Outcome()
    var added: [(path: String, blob: ObjectID)] = []
    var seen: Set<String> = []
    do throws(GitError) {
      for (record, path) in WorkProgress.counted(absent, "Writing records")
      where seen.insert(path).inserted {
        added.append((path, try writer.add(blob: record.bytes)))
        outcome.added.append(record.id)
      }
      outcome.redacted = records.count { purged.contains($0.id) }
      outcome.alreadyPresent =
        records.count - outcome.added.count - outcome.redacted
      for file in files {
        if case .payload(let hash) = Place(file.path), purged.contains(hash) { continue }
        let present = try lookup.entry(at: file.path, in: repository)
        let known = staged[file.path] ?? (present?.mode.isTree == true ? nil : present?.id)
        if present != nil || known != nil, case .payload = Place(file.path) { continue }
        guard known != ObjectID(ofBlob: file.bytes) else { continue }
        added.append((file.path, try writer.add(blob: file.bytes)))
        outcome.files += 1
      }
    } catch {
      throw StoreError(error)
    }
    return (outcome, added)
  }

  /// Returns the path of a record.
  ///
  /// - Throws: `invalid` for an unknown kind, which has no folder.
  static func path(of record: Record) throws(StoreError) -> String {
    guard let path = RecordPath(kind: record.kind, id: record.id).text else {
      throw StoreError(
        .invalid, "records of kind \"\(record.kind)\" have no folder in the store",
        remedy: "use one of: \(RecordKind.all.map(\.rawValue).joined(separator: ", "))")
    }
    return path
  }

  private static func isOrdinary(_ entry: TreeEntry) -> Bool {
    Problem.mode(entry.mode, at: "") == nil
  }
}
