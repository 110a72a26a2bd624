import JudgeGit
import JudgeJSON
import JudgeRecords

/// Checks every commit that a push adds to the branch.
///
/// It asks git for the changes of all commits, then for the bytes of the new objects, one by one.
/// ``ReceiveCheck`` decides.
struct ReceiveWalk {
  /// A change that waits for its bytes.
  private struct Waiting {
    let change: CommitChange
    let doubt: ReceiveCheck.Doubt
    /// The commits that make the change.
    var commits: [Int]

    /// The object that decides.
    var object: ObjectID { doubt == .removed ? change.old : change.object }
  }

  /// A change and its view; equal changes of several commits are read once.
  private struct Key: Hashable {
    let change: CommitChange
    let doubt: ReceiveCheck.Doubt
  }

  /// The maximum size of one tree in bytes: hundreds of thousands of entries.
  private static let largestTree = 64 << 20

  /// The maximum number of removed files that are read.
  private static let mostRemovals = 4096

  /// An item that a commit removes from the branch.
  struct TakenOut: Hashable {
    let path: String
    let commit: Int
    /// A description of it, such as `a folder that cannot be listed`.
    let what: String
  }

  private let git: GitProgram
  let commits: ReceivedCommits
  private var waiting: [Waiting] = []
  private var places: [Key: Int] = [:]
  private var trees: [ObjectID] = []
  private var knownTrees: Set<ObjectID> = []
  /// The changes of `format.json`, by commit, with its new bytes, or `nil` if the file was removed.
  private(set) var formats: [(commit: Int, object: ObjectID?, bytes: [UInt8]?)] = []
  /// The numbers that changes of this push give to registrations.
  private(set) var renumbered: [String: Set<Int>] = [:]
  /// The records and payloads that commits add, if requested.
  private(set) var added: [(change: CommitChange, object: ObjectID)] = []

  /// The removals that only an owner may make: folders that cannot be listed, and files too large
  /// to be records.
  private(set) var takenOut: [TakenOut] = []
  /// The removed folders, which git is told to skip.
  private var passedOver: [String] = []

  private var removals = 0
  private let keepsAdded: Bool

  init(_ commits: ReceivedCommits, _ git: GitProgram, keepsAdded: Bool = false) {
    self.git = git
    self.keepsAdded = keepsAdded
    self.commits = commits
  }

  /// Checks all commits.
  ///
  /// - Parameters:
  ///   - check: decides, and keeps the refusals.
  ///   - authorship: receives every record and the file `owners`.
  /// - Throws: if git cannot be run.
  mutating func run(
    _ check: inout ReceiveCheck, _ authorship: inout ReceiveAuthorship
  ) async throws(GitError) {
    guard !commits.list.isEmpty, try await refuseEndless(&check) else { return }
    for commit in commits.list { note(tree: commit.tree) }
    try await changes(commits.list, ["-c", "-t"], .plain, &check, &authorship)
    let merges = commits.list.filter(\.isMerge)
    if !merges.isEmpty {
      try await changes(
        merges, ["-m", "--diff-filter=DMT"], .againstParent, &check, &authorship)
    }
    places = [:]
    try await checkTrees(&check)
    try await checkContents(&check, &authorship)
  }

  /// Refuses folders that cannot be listed, even by git, which keeps all paths in memory before it
  /// prints the first one.
  ///
  /// Commits may remove such a folder as a whole. git is then told to skip its path, so there must
  /// not be anything else at that path.
  ///
  /// - Returns: whether there are no such folders.
  private mutating func refuseEndless(
    _ check: inout ReceiveCheck
  ) async throws(GitError) -> Bool {
    let repository = try ReceiveTrust.open(try await ReceiveTrust.place(git), git)
    var folders = EndlessFolders()
    var isClean = true
    for (index, commit) in commits.list.enumerated() {
      var parents: [ObjectID] = []
      for parent in commit.parents {
        if let place = commits.indices[parent] {
          parents.append(commits[place].tree)
        } else if let tree = try Self.tree(of: parent, repository) {
          parents.append(tree)
        }
      }
      var found = try folders.find(in: commit.tree, beyond: parents.first, repository)
      for parent in parents {
        for path in try folders.find(in: parent, beyond: commit.tree, repository) {
          if try folders.isEndless(path, in: commit.tree, repository) == nil,
            !path.unicodeScalars.contains("\u{fffd}")
          {
            passedOver.append(path)
            guard try Self.isInAll(parents, path, repository) else { continue }
            takenOut.append(
              TakenOut(path: path, commit: index, what: "a folder that cannot be listed"))
          } else {
            found.append(path)
          }
        }
      }
      for path in found {
        isClean = false
        check.refuse(
          path,
          "its folders hold each other so often, or are so deep, that their files cannot be listed "
            + "(commit \(commit.id.hex.prefix(12)) or its parent)")
      }
      if check.isFull { break }
    }
    passedOver = Set(passedOver).sorted()
    for path in passedOver where isClean {
      for commit in commits.list
      where try folders.isEndless(path, in: commit.tree, repository) == false {
        isClean = false
        check.refuse(
          path,
          "a folder that cannot be listed was here: the commit \(commit.id.hex.prefix(12)) may not "
            + "put something in its place in the same push")
      }
    }
    return isClean
  }

  /// Returns the tree of a commit; `nil` beyond a shallow boundary.
  private static func tree(
    of commit: ObjectID, _ repository: borrowing Repository
  ) throws(GitError) -> ObjectID? {
    do throws(GitError) { return try repository.commit(commit).tree } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  private mutating func note(tree: ObjectID) {
    if knownTrees.insert(tree).inserted { trees.append(tree) }
  }

  /// Reads the changes of commits by one `git diff-tree`.
  private mutating func changes(
    _ list: [ReceivedCommit], _ options: [String], _ view: ReceiveCheck.View,
    _ check: inout ReceiveCheck, _ authorship: inout ReceiveAuthorship
  ) async throws(GitError) {
    var input: [UInt8] = []
    for commit in list {
      input.append(contentsOf: commit.id.hex.utf8)
      input.append(UInt8(ascii: "\n"))
    }
    var reader = ChangeReader()
    var current = 0
    try await git.stream(
      [
        "diff-tree", "--stdin", "-r", "-z", "--raw", "--root", "--no-renames", "--no-abbrev",
      ] + options + exclusions, input: input
    ) { piece throws(GitError) in
      try reader.read(piece) { item throws(GitError) in
        switch item {
        case .commit(let id):
          guard let index = commits.indices[id] else {
            throw GitError(.program, "git diff-tree told of \(id), which was not asked for")
          }
          current = index
        case .tree(let id): note(tree: id)
        case .change(let change):
          let isMerge = commits[current].isMerge
          take(
            change, of: current, view == .plain && isMerge ? .combined : view, &check, &authorship)
        }
      }
    }
  }

  /// The arguments with which git skips the folders that cannot be listed.
  private var exclusions: [String] {
    passedOver.isEmpty ? [] : ["--", "."] + passedOver.map { ":(exclude,literal)" + $0 }
  }

  private mutating func take(
    _ change: CommitChange, of commit: Int, _ view: ReceiveCheck.View,
    _ check: inout ReceiveCheck, _ authorship: inout ReceiveAuthorship
  ) {
    guard !check.isFull else { return }
    guard let doubt = check.admits(change, view) else { return }
    if doubt == .format, change.status == .removed {
      formats.append((commit, nil, nil))
      return
    }
    if doubt == .removed {
      removals += 1
      // There is no good reason for so many removals, so the files are not read.
      guard removals <= Self.mostRemovals else { return check.refuseSize(change, doubt) }
    }
    let key = Key(change: change, doubt: doubt)
    if let place = places[key] {
      waiting[place].commits.append(commit)
    } else {
      places[key] = waiting.count
      waiting.append(Waiting(change: change, doubt: doubt, commits: [commit]))
    }
  }

  /// Reads the new trees themselves, because a list of changes does not show some faults, such as a
  /// name with a slash or a repeated name.
  private mutating func checkTrees(_ check: inout ReceiveCheck) async throws(GitError) {
    defer { (trees, knownTrees) = ([], []) }
    let all = trees
    try await ObjectStream(git).read(all.map(\.hex)) { object throws(GitError) in
      let id = all[object.index]
      guard object.kind == .tree, object.size <= Self.largestTree else {
        check.refuse("tree \(id)", "it is missing, or larger than \(Self.largestTree >> 20) MiB")
        return
      }
      if let complaint = TreeForm.complaint(object.bytes) { check.refuse("tree \(id)", complaint) }
    }
  }

  /// Reads sizes first, so that a push of huge files does not fill the memory, then bytes.
  private mutating func checkContents(
    _ check: inout ReceiveCheck, _ authorship: inout ReceiveAuthorship
  ) async throws(GitError) {
    let stream = ObjectStream(git)
    let all = waiting
    waiting = []
    var small: [Int] = []
    var oversized: [TakenOut] = []
    try await stream.sizes(all.map(\.object.hex)) { object throws(GitError) in
      let item = all[object.index]
      guard object.kind == .blob, object.size <= Record.maximumSize else {
        if object.kind == .blob, item.doubt == .removed, item.change.record != nil {
          oversized += item.commits.map {
            TakenOut(
              path: item.change.text, commit: $0, what: "a file that is too large to be a record")
          }
        } else {
          check.refuseSize(item.change, item.doubt)
        }
        return
      }
      if item.doubt != .size { small.append(object.index) }
    }
    if !oversized.isEmpty { try await note(takenOut: oversized) }
    let read = small
    try await stream.read(read.map { all[$0].object.hex }) { object throws(GitError) in
      guard object.kind == .blob, !check.isFull else { return }
      let item = all[read[object.index]]
      if item.doubt == .format {
        for commit in item.commits { formats.append((commit, item.object, object.bytes)) }
        return
      }
      let brought = check.check(object.bytes, of: item.change, item.doubt)
      if keepsAdded, item.doubt == .content { added.append((item.change, item.object)) }
      guard let brought else { return }
      authorship.note(brought, in: item.commits.map { commits[$0] })
      note(brought)
    }
    formats.sort { $0.commit < $1.commit }
  }

  /// Returns whether all of the trees have an entry at a path.
  private static func isInAll(
    _ trees: [ObjectID], _ path: String, _ repository: borrowing Repository
  ) throws(GitError) -> Bool {
    for tree in trees where try repository.entry(at: path, in: tree) == nil { return false }
    return true
  }

  /// Records the removals of commits, except in merges with a parent that had already made the
  /// removal.
  private mutating func note(takenOut items: [TakenOut]) async throws(GitError) {
    let repository = try ReceiveTrust.open(try await ReceiveTrust.place(git), git)
    for item in items {
      var parents: [ObjectID] = []
      for parent in commits[item.commit].parents {
        if let tree = try Self.tree(of: parent, repository) { parents.append(tree) }
      }
      if try Self.isInAll(parents, item.path, repository) { takenOut.append(item) }
    }
  }

  private mutating func note(_ brought: BroughtRecord) {
    guard let (registration, number) = Renumbered.number(of: brought.record) else { return }
    renumbered[registration, default: []].insert(number)
  }
}

/// The problem with a registration's number in a change.
enum Renumbered {
  /// Returns the registration's hash and the number; `nil` for any other record.
  static func number(of record: Record) -> (registration: String, number: Int)? {
    guard record.kind == .change, record.fields["key"] == "version",
      let change = try? Change(record: record), change.target.kind == .registration,
      let number = change.value.intValue
    else { return nil }
    return (change.target.id, number)
  }
}
