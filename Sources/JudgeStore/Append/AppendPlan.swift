import JudgeGit
import JudgeRecords
import JudgeWork

/// The result of the appends of one commit on a given tip.
struct AppendPlan {
  /// The records and files that are new on that tip.
  private(set) var edit: TreeEdit
  /// One outcome a request, in their order; without the commit, which comes last.
  private(set) var outcomes: [Result<Outcome, StoreError>] = []
  private var lookup: TreeLookup
  /// What this commit adds, so that a second request with the same record does not add it again.
  private var staged: Set<String> = []

  struct Outcome {
    var added: [ContentID] = []
    var alreadyPresent = 0
    var redacted = 0
    var files = 0
    var isNothing: Bool { added.isEmpty && files == 0 }
  }

  /// Hashes that do not come in again.
  private let purged: Set<ContentID>

  init(tree: ObjectID?, barring purged: Set<ContentID> = []) {
    self.purged = purged
    edit = TreeEdit(base: tree)
    lookup = TreeLookup(tree)
  }

  var isEmpty: Bool { edit.isEmpty }

  /// Adds a request as a whole, or not at all if one of its records cannot be added.
  mutating func add(
    _ request: AppendRequest, into writer: inout PackWriter, from repository: borrowing Repository
  ) throws(StoreError) {
    do throws(StoreError) {
      let absent = try absent(request, repository)
      outcomes.append(.success(try write(request, absent, &writer, repository)))
    } catch {
      // only damage at a record's place is the request's own fault: all else fails the commit
      guard error.code == .damaged || error.code == .invalid else { throw error }
      outcomes.append(.failure(error))
    }
  }

  /// The records that the tip does not have.
  ///
  /// Anything else at a record's place is replaced: a link, a folder, or bytes that do not fit the
  /// name. Otherwise one push could keep out a record whose name is foreseeable.
  private mutating func absent(
    _ request: AppendRequest, _ repository: borrowing Repository
  ) throws(StoreError) -> [(record: Record, path: String)] {
    var found: [(record: Record, path: String)] = []
    found.reserveCapacity(request.records.count)
    for record in request.records {
      let path = try Self.path(of: record)
      guard !staged.contains(path), !purged.contains(record.id) else { continue }
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
    _ request: AppendRequest, _ absent: [(record: Record, path: String)],
    _ writer: inout PackWriter, _ repository: borrowing Repository
  ) throws(StoreError) -> Outcome {
    var outcome = Outcome()
    do throws(GitError) {
      for (record, path) in WorkProgress.counted(absent, "Writing records")
      where staged.insert(path).inserted {
        edit.set(path, try writer.add(blob: record.bytes))
        outcome.added.append(record.id)
      }
      outcome.redacted = request.records.count { purged.contains($0.id) }
      outcome.alreadyPresent =
        request.records.count - outcome.added.count - outcome.redacted
      for file in request.files {
        if case .payload(let hash) = Place(file.path), purged.contains(hash) { continue }
        let present = try lookup.entry(at: file.path, in: repository)
        if present != nil, case .payload = Place(file.path) { continue }
        let blob = ObjectID(ofBlob: file.bytes)
        guard present?.id != blob || present?.mode.isTree == true else { continue }
        edit.set(file.path, try writer.add(blob: file.bytes))
        outcome.files += 1
      }
    } catch {
      throw StoreError(error)
    }
    return outcome
  }

  /// Where a record lies.
  ///
  /// - Throws: `invalid` for a kind that this program does not know, which has no folder.
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
