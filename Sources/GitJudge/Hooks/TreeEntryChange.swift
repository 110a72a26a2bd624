import JudgeGit
import JudgeRecords

/// One file that a push changes, as `git diff-tree --raw -z` says.
struct TreeEntryChange: Hashable {
  /// `A`, `M`, `D` or `T`.
  let status: Character
  /// The mode after it, such as `100644`.
  let mode: String
  /// The object after it, 40 hexadecimal digits.
  let object: String
  /// The path.
  let path: String
  /// The record whose place the path is; `nil` for any other path.
  let record: RecordPath?

  init(status: Character, mode: String, object: String, path: String) {
    self.status = status
    self.mode = mode
    self.object = object
    self.path = path
    record = RecordPath(path)
  }

  /// The hash that the path promises, of a record or a payload.
  var hash: ContentID? {
    if let record { return record.id }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return ContentID(hex: slash.map { path[path.utf8.index(after: $0)...] } ?? path[...])
  }

  /// The top folder of the path; `nil` for a file beside the folders.
  var folder: Substring? {
    path.utf8.firstIndex(of: UInt8(ascii: "/")).map { path[..<$0] }
  }

  /// Reads `:<mode> <mode> <object> <object> <status>` and the path, NUL after each.
  ///
  /// - Parameter output: what git wrote; a commit's id before its entries is passed over.
  /// - Returns: the changes, in git's order.
  static func read(_ output: [UInt8]) -> [TreeEntryChange] {
    var changes: [TreeEntryChange] = []
    var place = 0
    func field() -> ArraySlice<UInt8>? {
      while place < output.count {
        let start = place
        let end = output[start...].firstIndex(of: 0) ?? output.count
        place = end + 1
        if end > start { return output[start..<end] }
      }
      return nil
    }
    while let head = field() {
      guard head.first == UInt8(ascii: ":") else { continue }
      let parts = head.split(separator: UInt8(ascii: " "))
      guard parts.count == 5, let status = parts[4].first, let path = field() else { continue }
      changes.append(
        TreeEntryChange(
          status: Character(UnicodeScalar(status)), mode: String(decoding: parts[1], as: UTF8.self),
          object: String(decoding: parts[3], as: UTF8.self),
          path: String(decoding: path, as: UTF8.self)))
    }
    return changes
  }
}
