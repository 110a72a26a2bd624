import JudgeGit

/// Follows the changes of `format.json` in a push, commit by commit.
struct ReceivedFormat {
  /// The format in force so far; `nil` for a branch without a store.
  private(set) var inForce: FormatHistory.Found?

  init(inForce: FormatHistory.Found?) { self.inForce = inForce }

  /// Returns the reason why a commit may not change the file in this way.
  ///
  /// - Parameters:
  ///   - object: the file after it, or `nil` if the file was removed.
  ///   - bytes: its bytes.
  ///   - mayMigrate: whether the commit is an owner's, signed.
  /// - Returns: the reason, or `nil` if the change is allowed.
  /// - Throws: the errors of `mayMigrate`.
  mutating func complaint(
    _ object: ObjectID?, _ bytes: [UInt8]?, mayMigrate: () async throws(GitError) -> Bool
  ) async throws(GitError) -> String? {
    guard let object, let bytes else {
      return inForce == nil ? nil : "the file is written once and never deleted"
    }
    if object == inForce?.blob { return nil }
    let format: StoreFormat
    do throws(StoreError) { format = try StoreFormat(bytes) } catch { return error.message }
    guard let old = inForce else {
      guard format.isWritable else {
        return
          "the store has format \(format.format), which this server's git-judge does not know; "
          + "install a newer one there"
      }
      inForce = FormatHistory.Found(blob: object, format: format)
      return nil
    }
    guard format.format > old.format.format, try await mayMigrate() else {
      return "the file is written once; only an owner's signed commit raises the format"
    }
    inForce = FormatHistory.Found(blob: object, format: format)
    return nil
  }
}
