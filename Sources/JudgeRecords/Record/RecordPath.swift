/// The path of a record in the tree of the branch.
///
/// Large kinds are fanned out 16/16/16 (`traces/a/b/c/<61 hex>.json`), the others are one file per
/// record (`judges/<64 hex>.json`). The layout is fixed, so that the same set of records always has
/// the same tree.
public struct RecordPath: Hashable, Sendable {
  /// The record's kind.
  public let kind: RecordKind
  /// The record's identity.
  public let id: ContentID

  /// Creates the path of a record.
  public init(kind: RecordKind, id: ContentID) {
    self.kind = kind
    self.id = id
  }

  /// The path from the root of the tree; `nil` for a kind without a folder.
  public var text: String? {
    guard let folder = kind.folder else { return nil }
    let hex = id.hex
    guard kind.isLarge else { return "\(folder)/\(hex).json" }
    let digits = Array(hex.utf8.prefix(3)).map { String(UnicodeScalar($0)) }
    return "\(folder)/\(digits[0])/\(digits[1])/\(digits[2])/\(hex.dropFirst(3)).json"
  }

  /// Parses a path of the tree; `nil` if it is not the path of a record of a known kind.
  ///
  /// - Parameter text: such as `judges/<64 hex>.json`.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let path = text.withUTF8({ RecordPath(utf8: $0) }) else { return nil }
    self = path
  }

  /// Parses a path byte by byte, because listing a store and checking a push parse one per record.
  private init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "/")),
      let kind = RecordKind(folder: String(decoding: bytes[..<end], as: UTF8.self))
    else { return nil }
    let name = UnsafeBufferPointer(rebasing: bytes[(end + 1)...])
    guard let digits = Self.digits(name, isLarge: kind.isLarge), let id = ContentID(hex: digits)
    else { return nil }
    self.init(kind: kind, id: id)
  }

  /// Returns the 64 digits of `a/b/c/<61 digits>.json` or `<64 digits>.json`.
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
}
