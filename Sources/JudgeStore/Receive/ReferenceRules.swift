/// The rules on which references a push may move: a pure value over their names.
package struct ReferenceRules: Hashable, Sendable {
  /// The store's branch.
  let branch: String

  /// The role of a reference for the store.
  enum Role: Hashable {
    /// The store's branch.
    case branch
    /// A version's tag.
    case versionTag
    /// A reference that does not belong to the store.
    case other
    /// A refused reference, with the reason.
    case refused(String)
  }

  /// Returns the role of the updated reference.
  ///
  /// A refused reference may still be deleted, so that old ones can be removed from a server.
  func role(of update: ReferenceUpdate) -> Role {
    let own = "refs/heads/" + branch
    let name = update.reference
    if name == own { return .branch }
    if name.hasPrefix("refs/tags/judge/") { return .versionTag }
    guard !update.isDeletion, let reason = reason(name) else { return .other }
    return .refused(reason)
  }

  /// Returns the reference of the store that git could confuse with another one.
  ///
  /// git matches the destination of a push by the end of its name. If `refs/tags/refs/heads/judge`
  /// exists too, `refs/heads/judge` "matches more than one".
  ///
  /// - Parameters:
  ///   - name: a full name.
  ///   - branch: the store's branch.
  /// - Returns: the full name of the branch or version tag, or `nil` for any other reference.
  package static func meant(by name: String, branch: String) -> String? {
    let own = "refs/heads/\(branch)"
    if name == own || name.hasPrefix("refs/tags/judge/") { return nil }
    // A file system may be case-insensitive.
    let folded = name.lowercased()
    if folded.hasSuffix("/" + own.lowercased()) { return own }
    guard let tag = folded.firstRange(of: "/refs/tags/judge/") else { return nil }
    return String(folded[tag.lowerBound...].dropFirst())
  }

  private func reason(_ name: String) -> String? {
    // On a case-insensitive file system, these are the same references.
    let folded = name.lowercased()
    if folded == "refs/replace" || folded.hasPrefix("refs/replace/") {
      return "replacements of objects are not accepted: they hide what the history holds"
    }
    if folded == "refs/judge" || folded.hasPrefix("refs/judge/") {
      return "references below refs/judge belong to one clone and are not pushed"
    }
    if name == "refs/tags/judge" {
      return "a tag of this name would not let a version's tag exist"
    }
    if name.hasPrefix("refs/heads/\(branch)/") {
      return "a branch of this name would not let the branch \(branch) exist"
    }
    if let meant = Self.meant(by: name, branch: branch) {
      return "git takes it for \(meant), so that no clone could push there"
    }
    var above = branch[...]
    while let slash = above.lastIndex(of: "/") {
      above = above[..<slash]
      if name == "refs/heads/\(above)" {
        return "a branch of this name would not let the branch \(branch) exist"
      }
    }
    return nil
  }
}
