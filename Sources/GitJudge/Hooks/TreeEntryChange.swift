import JudgeGit

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

  /// Reads `:<mode> <mode> <object> <object> <status>` and the path, NUL after each.
  ///
  /// - Parameter output: what git wrote; a commit's id before its entries is passed over.
  /// - Returns: the changes, in git's order.
  static func read(_ output: [UInt8]) -> [TreeEntryChange] {
    var changes: [TreeEntryChange] = []
    var fields = output.split(separator: 0, omittingEmptySubsequences: true)[...]
    while let head = fields.popFirst() {
      let text = String(decoding: head, as: UTF8.self)
      guard text.hasPrefix(":") else { continue }
      let parts = text.split(separator: " ")
      guard parts.count == 5, let status = parts[4].first, let path = fields.popFirst() else {
        continue
      }
      changes.append(
        TreeEntryChange(
          status: status, mode: String(parts[1]), object: String(parts[3]),
          path: String(decoding: path, as: UTF8.self)))
    }
    return changes
  }
}
