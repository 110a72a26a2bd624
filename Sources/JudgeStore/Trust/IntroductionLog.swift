import JudgeGit
import JudgeJSON
import JudgeRecords

/// Which commits brought which records: a value that grows with the history.
///
/// It holds exactly the ancestors of ``tip``. A part that was read from a file is sorted and
/// searched; newer entries are in dictionaries.
struct IntroductionLog: Sendable {
  /// The stored data of a commit.
  struct Node: Sendable, Hashable {
    let id: ObjectID
    /// The place of its author's e-mail address in ``emails``.
    let email: Int
    /// The place of the roots that it descends from in ``rootSets``.
    let roots: Int
  }

  /// A commit that changed a file which only some people may change.
  struct GuardedChange: Sendable, Hashable {
    let commit: Int
    /// `owners` or `format.json`.
    let path: String
  }

  /// Stands for the root of a history whose beginning is not here: a shallow clone's.
  static let unknownRoot = ObjectID.zero

  /// The files whose changes are noted.
  static let guardedFiles: Set<String> = [TrustSettings.ownersFile, StoreFormat.path]

  /// The commit whose ancestors the log holds, or `nil` if the log is empty.
  private(set) var tip: ObjectID?
  private(set) var emails: [Address] = []
  private(set) var rootSets: [[ObjectID]] = []
  private(set) var nodes: [Node] = []
  /// The ancestry of the commits.
  private(set) var graph = CommitGraph()
  private(set) var guarded: [GuardedChange] = []
  /// Commits that seem to bring all that was there before them: their parents are not here.
  private(set) var boundary: Set<Int> = []
  /// Merges with records that none of their parents has: such records belong to nobody.
  private(set) var bringingMerges: Set<Int> = []
  private var emailPlaces: [Address: Int] = [:]
  private var rootPlaces: [[ObjectID]: Int] = [:]
  private var sortedCommits = SortedRows(width: 24)
  private var sortedRecords = SortedRows(width: 37)
  private var newCommits: [ObjectID: Int] = [:]
  private(set) var newRecords: [RecordPath: [Int]] = [:]

  init() {}

  // MARK: Asking

  /// The place of a commit in ``nodes``.
  func place(of commit: ObjectID) -> Int? {
    if let place = newCommits[commit] { return place }
    let range = sortedCommits.range(of: commit.bytes)
    guard let first = range.first else { return nil }
    return BigEndian.read(sortedCommits.row(first).dropFirst(20))
  }

  /// The commits that brought a record, as places in ``nodes``.
  func commits(of path: RecordPath) -> [Int] {
    let new = newRecords[path] ?? []
    guard sortedRecords.count > 0, let key = Self.key(path) else { return new }
    let range = sortedRecords.range(of: key)
    return range.map { BigEndian.read(sortedRecords.row($0).dropFirst(33)) } + new
  }

  /// The number of commits and records that are not in the file from which the log was read.
  var unsaved: Int { newCommits.count + newRecords.count }

  func email(of place: Int) -> Address { emails[nodes[place].email] }

  func roots(of place: Int) -> [ObjectID] { rootSets[nodes[place].roots] }

  /// Every root of the history, with the number of commits that descend from it.
  var roots: [ObjectID: Int] {
    var perSet = [Int](repeating: 0, count: rootSets.count)
    for node in nodes { perSet[node.roots] += 1 }
    var found: [ObjectID: Int] = [:]
    for (place, set) in rootSets.enumerated() where perSet[place] > 0 {
      for root in set { found[root, default: 0] += perSet[place] }
    }
    return found
  }

  /// The records that some of a set of commits brought.
  ///
  /// - Parameter places: places of commits; few of them came from the file.
  /// - Returns: the records.
  func records(broughtBy places: Set<Int>) -> Set<RecordPath> {
    var found: Set<RecordPath> = []
    for (path, bringers) in newRecords where bringers.contains(where: places.contains) {
      found.insert(path)
    }
    guard places.contains(where: { $0 < sortedCommits.count }) else { return found }
    for index in 0..<sortedRecords.count
    where places.contains(BigEndian.read(sortedRecords.row(index).dropFirst(33))) {
      if let path = Self.path(Array(sortedRecords.row(index))) { found.insert(path) }
    }
    return found
  }

  // MARK: Growing

  /// Adds a commit whose parents are all in the log, or not to be had.
  ///
  /// - Returns: its place.
  mutating func add(
    _ id: ObjectID, parents: [Int], email: String, isBoundary: Bool
  ) -> Int {
    var roots = Set(parents.flatMap { rootSets[nodes[$0].roots] })
    if isBoundary { roots.insert(Self.unknownRoot) } else if parents.isEmpty { roots.insert(id) }
    let place = nodes.count
    nodes.append(Node(id: id, email: intern(Address(email)), roots: intern(roots.sorted())))
    graph.add(parents: parents)
    newCommits[id] = place
    if isBoundary { boundary.insert(place) }
    return place
  }

  /// Notes that a merge itself brought something.
  mutating func markMerge(_ place: Int) { bringingMerges.insert(place) }

  /// Notes that the records brought by a commit are unknown.
  mutating func markBoundary(_ place: Int) { boundary.insert(place) }

  /// Notes that a commit brought a record.
  mutating func add(_ path: RecordPath, broughtBy place: Int) {
    newRecords[path, default: []].append(place)
  }

  /// Notes that a commit changed a guarded file.
  mutating func add(guarded path: String, changedBy place: Int) {
    guarded.append(GuardedChange(commit: place, path: path))
  }

  /// Says of which commit the log now holds all ancestors.
  mutating func finish(at commit: ObjectID) { tip = commit }

  private mutating func intern(_ email: Address) -> Int {
    if let place = emailPlaces[email] { return place }
    emails.append(email)
    emailPlaces[email] = emails.count - 1
    return emails.count - 1
  }

  private mutating func intern(_ roots: [ObjectID]) -> Int {
    if let place = rootPlaces[roots] { return place }
    rootSets.append(roots)
    rootPlaces[roots] = rootSets.count - 1
    return rootSets.count - 1
  }

  // MARK: Rows

  /// Kinds by the byte that stands for them in a row; new kinds come last.
  private static let kinds: [RecordKind] = RecordKind.all

  static func key(_ path: RecordPath) -> [UInt8]? {
    guard let kind = kinds.firstIndex(of: path.kind) else { return nil }
    return [UInt8(kind)] + path.id.digest.bytes
  }

  private static func path(_ row: [UInt8]) -> RecordPath? {
    guard Int(row[0]) < kinds.count, let id = ContentID(bytes: row[1..<33]) else { return nil }
    return RecordPath(kind: kinds[Int(row[0])], id: id)
  }
}

extension IntroductionLog {
  /// The beginning of every log file.
  private static let magic = "git-judge introductions 4"

  /// The log as a file: a head of text lines, then the rows.
  func serialized() -> [UInt8] {
    var text = "\(Self.magic)\n\(tip?.hex ?? "-")\n"
    text += "\(emails.count) \(rootSets.count) \(nodes.count) \(boundary.count) \(guarded.count)"
    let merges = graph.merges.sorted { $0.key < $1.key }
    text += " \(bringingMerges.count) \(merges.count)\n"
    // an address in a commit has no line break
    for email in emails { text += email.text + "\n" }
    for set in rootSets { text += set.map(\.hex).joined(separator: " ") + "\n" }
    for place in boundary.sorted() { text += "\(place)\n" }
    for place in bringingMerges.sorted() { text += "\(place)\n" }
    for (place, parents) in merges {
      text += ([place] + parents).map(String.init).joined(separator: " ") + "\n"
    }
    for change in guarded { text += "\(change.commit) \(change.path)\n" }
    var bytes = Array(text.utf8)
    for (place, node) in nodes.enumerated() {
      bytes += node.id.bytes
      // Counted from 1. 0 means no parent.
      BigEndian.append((graph.parents(of: place).first ?? -1) + 1, to: &bytes)
      BigEndian.append(node.email, to: &bytes)
      BigEndian.append(node.roots, to: &bytes)
    }
    let commits = newCommits.map { id, place in
      var row = id.bytes
      BigEndian.append(place, to: &row)
      return row
    }
    bytes += sortedCommits.merging(commits).bytes
    var records: [[UInt8]] = []
    for (path, places) in newRecords {
      guard let key = Self.key(path) else { continue }
      for place in places {
        var row = key
        BigEndian.append(place, to: &row)
        records.append(row)
      }
    }
    let rows = sortedRecords.merging(records)
    BigEndian.append(rows.count, to: &bytes)
    return bytes + rows.bytes
  }

  /// Reads a log file.
  ///
  /// Returns `nil` for anything else; the history is then walked again.
  init?(serialized bytes: [UInt8]) {
    self.init()
    var rest = bytes[...]
    func line() -> String? {
      guard let end = rest.firstIndex(of: 0x0a) else { return nil }
      defer { rest = rest[(end + 1)...] }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
    guard line() == Self.magic, let tipText = line(), let counts = line() else { return nil }
    let numbers = counts.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 7, numbers.allSatisfy({ (0...bytes.count).contains($0) }) else {
      return nil
    }
    tip = ObjectID(hex: tipText)
    for place in 0..<numbers[0] {
      guard let text = line() else { return nil }
      emails.append(Address(text))
      emailPlaces[Address(text)] = place
    }
    for place in 0..<numbers[1] {
      guard let text = line() else { return nil }
      let set = text.split(separator: " ").compactMap { ObjectID(hex: $0) }
      rootSets.append(set)
      rootPlaces[set] = place
    }
    for _ in 0..<numbers[3] {
      guard let place = line().flatMap({ Int($0) }) else { return nil }
      boundary.insert(place)
    }
    for _ in 0..<numbers[5] {
      guard let place = line().flatMap({ Int($0) }) else { return nil }
      bringingMerges.insert(place)
    }
    var merges: [Int: [Int]] = [:]
    for _ in 0..<numbers[6] {
      let places = line()?.split(separator: " ").map { Int($0) ?? -1 } ?? []
      guard let place = places.first, places.dropFirst().allSatisfy({ (0..<place).contains($0) })
      else { return nil }
      merges[place] = Array(places.dropFirst())
    }
    for _ in 0..<numbers[4] {
      guard let parts = line()?.split(separator: " ", maxSplits: 1), parts.count == 2,
        let place = Int(parts[0]), place < numbers[2]
      else { return nil }
      guarded.append(GuardedChange(commit: place, path: String(parts[1])))
    }
    let count = numbers[2]
    guard rest.count >= count * 56 + 4 else { return nil }
    nodes.reserveCapacity(count)
    for place in 0..<count {
      guard let id = ObjectID(bytes: rest.prefix(20)) else { return nil }
      let node = Node(
        id: id, email: BigEndian.read(rest.dropFirst(24)), roots: BigEndian.read(rest.dropFirst(28))
      )
      let parent = BigEndian.read(rest.dropFirst(20)) - 1
      guard node.email < emails.count, node.roots < rootSets.count, parent < place else {
        return nil
      }
      nodes.append(node)
      graph.add(parents: parent < 0 ? [] : [parent] + (merges[place] ?? []))
      rest = rest.dropFirst(32)
    }
    sortedCommits = SortedRows(width: 24, bytes: Array(rest.prefix(count * 24)))
    rest = rest.dropFirst(count * 24)
    let rows = BigEndian.read(rest)
    rest = rest.dropFirst(4)
    guard rest.count == rows * 37 else { return nil }
    sortedRecords = SortedRows(width: 37, bytes: Array(rest))
  }
}
