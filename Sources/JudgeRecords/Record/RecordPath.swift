/// Where a record lies in the tree of the branch.
///
/// Large kinds are fanned out 16/16/16 (`traces/a/b/c/<61 hex>.json`), the others lie one file a
/// record (`judges/<64 hex>.json`). The layout is fixed, so that the same set of records always
/// has the same tree.
public struct RecordPath: Hashable, Sendable {
  /// The record's kind.
  public let kind: RecordKind
  /// The record's identity.
  public let id: ContentID

  /// The place of a record.
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

  /// Reads a path of the tree; `nil` where it is not the place of a record of a known kind.
  ///
  /// - Parameter text: such as `judges/<64 hex>.json`.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, last.hasSuffix(".json"),
      let kind = RecordKind(folder: first)
    else { return nil }
    let stem = last.dropLast(5)
    let hex: String
    if kind.isLarge {
      guard parts.count == 5, parts[1].utf8.count == 1, parts[2].utf8.count == 1,
        parts[3].utf8.count == 1
      else { return nil }
      hex = "\(parts[1])\(parts[2])\(parts[3])\(stem)"
    } else {
      guard parts.count == 2 else { return nil }
      hex = String(stem)
    }
    guard let id = ContentID(hex: hex) else { return nil }
    self.init(kind: kind, id: id)
  }
}
