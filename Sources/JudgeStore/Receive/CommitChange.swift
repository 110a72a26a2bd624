import JudgeGit
import JudgeRecords
import JudgeWork

/// One path that a commit changes, as listed by `git diff-tree --raw -z`.
struct CommitChange: Hashable, Sendable {
  /// The kind of change.
  enum Status: Hashable, Sendable { case added, changed, removed }

  /// The path; record paths are kept without their text, because a push may have hundreds of
  /// thousands of them.
  enum Path: Hashable, Sendable {
    case record(RecordPath)
    /// Any other path. Not valid if the bytes are not UTF-8.
    case other(String, isText: Bool)
  }

  let status: Status
  /// The mode after the change.
  let mode: FileMode
  /// The object before the change; for a merge, the one in the first parent.
  let old: ObjectID
  /// The object after the change.
  let object: ObjectID
  let path: Path

  init(
    status: Status, mode: FileMode, old: ObjectID = .zero, object: ObjectID,
    path: some Collection<UInt8>
  ) {
    self.status = status
    self.mode = mode
    self.old = old
    self.object = object
    let text = String(decoding: path, as: UTF8.self)
    if let record = RecordPath(text) {
      self.path = .record(record)
    } else {
      self.path = .other(text, isText: text.utf8.elementsEqual(path))
    }
  }

  /// The path as text; U+FFFD replaces invalid bytes.
  var text: String {
    switch path {
    case .record(let record): record.text ?? ""
    case .other(let text, _): text
    }
  }

  /// The record path, if it is one.
  var record: RecordPath? {
    if case .record(let record) = path { record } else { nil }
  }

  /// The hash in the path of a record or payload.
  var hash: ContentID? {
    switch path {
    case .record(let record): record.id
    case .other(let text, _): Place(text).hash
    }
  }
}

/// Parses the output of `git diff-tree --raw -z` in pieces.
///
/// The output is a commit's id, then `:<mode> <mode> <object> <object> <status>` and the path for
/// each change, NUL after each. A merge that is compared with all parents at once has a colon, mode
/// and object for each of them.
struct ChangeReader {
  private var rest: [UInt8] = []
  private var head: (status: CommitChange.Status, mode: FileMode, old: ObjectID, new: ObjectID)?

  /// A parsed item.
  enum Item {
    case commit(ObjectID)
    case change(CommitChange)
    /// A folder's new tree.
    case tree(ObjectID)
  }

  /// Parses a piece of output.
  ///
  /// - Throws: `program` for unexpected output.
  mutating func read(
    _ piece: UnsafeRawBufferPointer, _ item: (Item) throws(GitError) -> Void
  ) throws(GitError) {
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: 0) {
      if rest.isEmpty {
        try field(piece[start..<end], item)
      } else {
        rest.append(contentsOf: piece[start..<end])
        let whole = rest
        rest.removeAll(keepingCapacity: true)
        try field(whole[...], item)
      }
      start = end + 1
    }
    rest.append(contentsOf: piece[start...])
  }

  private mutating func field(
    _ bytes: some RandomAccessCollection<UInt8>, _ item: (Item) throws(GitError) -> Void
  ) throws(GitError) {
    if let change = head {
      head = nil
      guard !change.mode.isTree || change.status == .removed else {
        return try item(.tree(change.new))
      }
      // A removed folder is reported through its files.
      if change.mode.isTree { return }
      try item(
        .change(
          CommitChange(
            status: change.status, mode: change.mode, old: change.old, object: change.new,
            path: bytes)))
      return
    }
    guard bytes.first == UInt8(ascii: ":") else {
      guard let id = ObjectID(hexBytes: bytes) else { throw Self.unknown }
      return try item(.commit(id))
    }
    let parents = bytes.prefix { $0 == UInt8(ascii: ":") }.count
    let parts = bytes.dropFirst(parents).split(separator: UInt8(ascii: " "))
    guard parts.count == 2 * parents + 3, let letters = parts.last else { throw Self.unknown }
    let modes = parts[...parents].map { Self.mode($0) }
    guard let old = ObjectID(hexBytes: parts[parents + 1]),
      let new = ObjectID(hexBytes: parts[2 * parents + 1]), let mode = modes.last
    else { throw Self.unknown }
    let status: CommitChange.Status
    if mode.rawValue == 0 {
      status = .removed
    } else {
      status = letters.allSatisfy { $0 == UInt8(ascii: "A") } ? .added : .changed
    }
    // A folder that is removed has its own mode before and none after.
    let before = modes.first { $0.rawValue != 0 } ?? mode
    head = (status, status == .removed ? before : mode, old, new)
  }

  private static func mode(_ digits: some Sequence<UInt8>) -> FileMode {
    FileMode(rawValue: digits.reduce(0) { $0 << 3 | UInt32($1 &- UInt8(ascii: "0")) })
  }

  private static let unknown = GitError(
    .program, "git diff-tree printed what was not expected", remedy: "install git 2.38 or later")
}
