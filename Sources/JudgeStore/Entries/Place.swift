import JudgeGit
import JudgeRecords

/// The meaning of a path of the tree for a store.
enum Place: Hashable {
  /// The path of a record.
  case record(RecordPath)
  /// `blobs/<sha256>`: a payload that records refer to by hash.
  case payload(ContentID)
  /// A path in a record folder that is not the path of a record.
  case misplaced
  /// Ordinary content of the branch, including `format.json`.
  case other

  static let payloadFolder = "blobs"

  /// The append-only folders.
  static let folders = RecordKind.all.compactMap(\.folder) + [payloadFolder]

  /// Classifies a path.
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

  /// Returns the store's top name that differs from a path's top name only in case, or `nil`.
  ///
  /// A case-insensitive file system would treat the two as the same name. `nil` also for the
  /// store's name itself.
  static func twin(of path: String) -> String? {
    let top = String(path.prefix { $0 != "/" })
    let folded = top.lowercased()
    guard folded != top else { return nil }
    let isOurs =
      isGrowOnly(folded) || folded == StoreFormat.path || folded == TrustSettings.ownersFile
    return isOurs ? folded : nil
  }

  /// Returns whether a top folder is append-only.
  static func isGrowOnly(_ folder: some StringProtocol) -> Bool {
    RecordKind(folder: folder) != nil || folder == payloadFolder
  }

  /// Returns whether files of the folder at a path can be records or payloads.
  ///
  /// The folder names on the path are part of the hash, so the tree of a stranger cannot contain
  /// more than 4096 such folders, however often its folders are nested.
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

  /// The hash from the name, for records and payloads.
  var hash: ContentID? {
    switch self {
    case .record(let path): path.id
    case .payload(let id): id
    case .misplaced, .other: nil
    }
  }
}

extension Problem {
  /// Returns the problem with a file whose mode is not the ordinary one; `nil` for ordinary files.
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

  /// Returns the problem with a name that some system, or git itself, cannot check out.
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

  /// Returns the problem of a folder that cannot be listed.
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
