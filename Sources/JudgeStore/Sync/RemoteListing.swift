/// A remote's branch and tags of a store, as listed by `git ls-remote`.
struct RemoteListing: Hashable {
  /// The tip of the branch, or `nil` if the remote does not have the branch.
  var tip: String?
  /// The objects of the tags, by full reference name.
  var tags: [String: String] = [:]
  /// Branches that prevent the store's branch, such as `judge/x` for `judge`.
  var blocking: [String] = []
  /// References whose names end in those of the branch or of version tags, so that git confuses
  /// them in a push.
  var colliding: [String] = []

  /// Parses `git ls-remote` output.
  ///
  /// - Parameters:
  ///   - lines: the lines `<object>\t<reference>`; peeled tags (`^{}`) are skipped.
  ///   - branch: the branch's name.
  init(lines: [Substring], branch: String) {
    for line in lines {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, !parts[1].hasSuffix("^{}") else { continue }
      let name = String(parts[1])
      if name == "refs/heads/\(branch)" {
        tip = String(parts[0])
      } else if name.hasPrefix("refs/heads/\(branch)/") {
        blocking.append(name)
      } else if name == "refs/tags/judge" || name.hasPrefix("refs/tags/judge/") {
        tags[name] = String(parts[0])
      } else if ReferenceRules.meant(by: name, branch: branch) != nil {
        colliding.append(name)
      }
    }
  }
}

extension RemoteListing {
  /// Creates a listing from the clone's copy of the remote as of the last fetch.
  ///
  /// - Parameters:
  ///   - references: the references of the copy, those of ``MirrorNames``.
  ///   - names: the names of the copy.
  init(copy references: [GitReference], names: MirrorNames) {
    for reference in references {
      if reference.name == names.branch {
        tip = reference.object
      } else if let name = names.original(of: reference.name) {
        tags[name] = reference.object
      }
    }
  }

  /// Returns whether the remote can have a reference in addition to its own: git keeps `a` as a
  /// file and `a/b` in a folder of that name.
  func admits(_ name: String) -> Bool {
    guard tags[name] == nil else { return false }
    return !tags.keys.contains { GitReference.exclude($0, name) }
  }

  /// Updates the listing after a fetch.
  ///
  /// - Parameters:
  ///   - now: the clone's copy of the remote after the fetch.
  ///   - before: the same copy before the first fetch; tags in it may have been deleted at the
  ///     remote since.
  mutating func update(with now: RemoteListing, since before: RemoteListing) {
    if let tip = now.tip { self.tip = tip }
    for (name, object) in now.tags where before.tags[name] != object { tags[name] = object }
  }
}
