/// What a remote holds of a store: the branch and the tags, as `git ls-remote` says.
struct RemoteListing: Hashable {
  /// The tip of the branch, or `nil` if the remote has none.
  var tip: String?
  /// The objects of the tags, by full reference name.
  var tags: [String: String] = [:]
  /// Branches that do not let the store's branch exist: `judge/x` beside `judge`.
  var blocking: [String] = []
  /// References whose names end in those of the branch or of version tags: git takes one for the
  /// other when it pushes.
  var colliding: [String] = []

  /// Reads `git ls-remote` output.
  ///
  /// - Parameters:
  ///   - lines: `<object>\t<reference>`; peeled tags (`^{}`) are passed over.
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
  /// The clone's copy of what a remote had when it was last fetched.
  ///
  /// - Parameters:
  ///   - references: the references of the copy, those of ``MirrorNames``.
  ///   - names: how the copy names the remote's references.
  init(copy references: [GitReference], names: MirrorNames) {
    for reference in references {
      if reference.name == names.branch {
        tip = reference.object
      } else if let name = names.original(of: reference.name) {
        tags[name] = reference.object
      }
    }
  }

  /// Whether the remote can have a reference beside those that it has: git keeps `a` as a file and
  /// `a/b` in a folder of that name.
  func admits(_ name: String) -> Bool {
    guard tags[name] == nil else { return false }
    return !tags.keys.contains { GitReference.exclude($0, name) }
  }

  /// Takes over what a fetch brought.
  ///
  /// - Parameters:
  ///   - now: the clone's copy of the remote after the fetch.
  ///   - before: the same before the first fetch: tags in it may have gone at the remote since.
  mutating func update(with now: RemoteListing, since before: RemoteListing) {
    if let tip = now.tip { self.tip = tip }
    for (name, object) in now.tags where before.tags[name] != object { tags[name] = object }
  }
}
