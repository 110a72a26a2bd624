import JudgeGit
import JudgeRecords

/// What a path of the tree is to a store.
enum Place: Hashable {
  /// A record's place.
  case record(RecordPath)
  /// `blobs/<sha256>`: a payload that records refer to by hash.
  case payload(ContentID)
  /// A path in a record folder that is no record's place.
  case misplaced
  /// Ordinary content of the branch, `format.json` included.
  case other

  static let payloadFolder = "blobs"

  private static let kinds: [String: RecordKind] = Dictionary(
    uniqueKeysWithValues: RecordKind.all.compactMap { kind in kind.folder.map { ($0, kind) } })

  /// Reads a path; says the same as `RecordPath(_:)`, which is too slow for each file of a store.
  init(_ path: String) {
    var path = path
    self = path.withUTF8 { Place(bytes: $0) }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    let slash = UInt8(ascii: "/")
    guard let end = bytes.firstIndex(of: slash) else {
      self = .other
      return
    }
    let top = String(decoding: bytes[..<end], as: UTF8.self)
    let rest = UnsafeBufferPointer(rebasing: bytes[(end + 1)...])
    if top == Self.payloadFolder {
      self = ContentID(hex: String(decoding: rest, as: UTF8.self)).map(Place.payload) ?? .misplaced
      return
    }
    guard let kind = Self.kinds[top] else {
      self = .other
      return
    }
    let digits = Self.digits(rest, isLarge: kind.isLarge)
    let id = digits.flatMap { ContentID(hex: $0) }
    self = id.map { .record(RecordPath(kind: kind, id: $0)) } ?? .misplaced
  }

  /// The 64 digits of `a/b/c/<61 digits>.json` or `<64 digits>.json`.
  private static func digits(_ name: UnsafeBufferPointer<UInt8>, isLarge: Bool) -> String? {
    let slash = UInt8(ascii: "/")
    guard name.count == (isLarge ? 72 : 69), name.suffix(5).elementsEqual(".json".utf8) else {
      return nil
    }
    guard isLarge else { return String(decoding: name.prefix(64), as: UTF8.self) }
    guard name[1] == slash, name[3] == slash, name[5] == slash else { return nil }
    return String(unsafeUninitializedCapacity: 64) { target in
      for (index, source) in [0, 2, 4].enumerated() { target[index] = name[source] }
      for index in 3..<64 { target[index] = name[index + 3] }
      return 64
    }
  }

  /// Whether files of a top folder are only ever added.
  static func isGrowOnly(_ folder: some StringProtocol) -> Bool {
    kinds[String(folder)] != nil || folder == payloadFolder
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
      kind: word, path: path, message: "a record is an ordinary file, this is mode \(mode)")
  }

  static func misplaced(_ path: String) -> Problem {
    Problem(
      kind: Word.wrongPlace, path: path,
      message: "no record has this path; it is ignored")
  }
}
