import JudgeGit
import JudgeRecords

/// What a path of the tree is to a store.
enum Place: Hashable {
  /// A record's place.
  case record(RecordPath)
  /// `blobs/<sha256>`: a payload that records refer to by hash.
  case payload(ContentID)
  /// A path in a record folder that is not a record's place.
  case misplaced
  /// Ordinary content of the branch, `format.json` included.
  case other

  static let payloadFolder = "blobs"

  /// The folders whose files are only ever added.
  static let folders = RecordKind.all.compactMap(\.folder) + [payloadFolder]

  /// Reads a path.
  init(_ path: String) {
    if let record = RecordPath(path) {
      self = .record(record)
      return
    }
    guard let end = path.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      self = .other
      return
    }
    let (top, rest) = (path[..<end], path[path.utf8.index(after: end)...])
    if top == Self.payloadFolder {
      self = ContentID(hex: rest).map(Place.payload) ?? .misplaced
    } else {
      self = RecordKind(folder: top) == nil ? .other : .misplaced
    }
  }

  /// The top name of the store's own that a path's top name is taken for if a file system does not
  /// tell case apart, or `nil` for the name itself and for all others.
  static func twin(of path: String) -> String? {
    let top = String(path.prefix { $0 != "/" })
    let folded = top.lowercased()
    guard folded != top else { return nil }
    let isOurs =
      isGrowOnly(folded) || folded == StoreFormat.path || folded == TrustSettings.ownersFile
    return isOurs ? folded : nil
  }

  /// Whether files of a top folder are only ever added.
  static func isGrowOnly(_ folder: some StringProtocol) -> Bool {
    RecordKind(folder: folder) != nil || folder == payloadFolder
  }

  /// Whether files of the folder at a path can be records or payloads.
  ///
  /// The names of the folders on the way are part of the hash, so a tree of a stranger cannot make
  /// more than 4096 of them, however often its folders hold each other.
  static func holdsRecords(_ folder: String) -> Bool {
    let parts = folder.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let top = parts.first.map({ String(Substring($0)) }), isGrowOnly(top) else {
      return false
    }
    let isLarge = RecordKind(folder: top)?.isLarge ?? false
    guard isLarge else { return parts.count == 1 }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
    return parts.count <= 4
      && parts.dropFirst().allSatisfy { part in
        part.count == 1 && part.allSatisfy { digits.contains($0) || letters.contains($0) }
      }
  }

  /// The hash that the name promises, for records and payloads.
  var hash: ContentID? {
    switch self {
    case .record(let path): path.id
    case .payload(let id): id
    case .misplaced, .other: nil
    }
  }
}

extension Problem {
  /// Why a file of a mode other than the ordinary one cannot be a record; `nil` for ordinary ones.
  static func mode(_ mode: FileMode, at path: String) -> Problem? {
    let word: String
    switch mode {
    case .file, FileMode(rawValue: 0o100664): return nil
    case .symlink: word = Word.symlink
    case .gitlink: word = Word.gitlink
    default: word = Word.executable
    }
    return Problem(
      kind: word, path: path,
      message: "only ordinary files are read, this has mode \(mode); git rm takes it out")
  }

  /// A name that some machine, or git itself, cannot check out.
  static func name(_ path: String) -> Problem? {
    guard let complaint = PortableName.complaint(path.utf8) else {
      return Place.twin(of: path).map {
        Problem(
          kind: Word.unsafeName, path: path,
          message: "a file system that does not tell case apart takes it for \($0)")
      }
    }
    return Problem(
      kind: Word.unsafeName, path: path,
      message: "it cannot be checked out everywhere: \(complaint)")
  }

  /// A folder that nobody can list.
  static func endless(_ path: String, _ consequence: String) -> Problem {
    Problem(
      kind: Word.wrongPlace, path: path,
      message: "its folders hold each other so often, or are so deep, that their files cannot be "
        + "listed; \(consequence)")
  }

  static func misplaced(_ path: String) -> Problem {
    Problem(
      kind: Word.wrongPlace, path: path,
      message: "no record has this path; it is ignored")
  }
}
