/// A reference and what it points to.
struct GitReference: Hashable {
  /// What it points to, as git prints it.
  let object: String
  /// Its full name.
  let name: String

  /// The option of `git for-each-ref` that makes it print what ``list(_:)`` reads.
  static let format = "--format=%(objectname) %(refname)"

  /// Reads what `git for-each-ref` prints with ``format``.
  static func list(_ lines: [Substring]) -> [GitReference] {
    lines.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      return GitReference(object: String(parts[0]), name: String(parts[1]))
    }
  }

  /// Whether two references cannot stand beside each other: git keeps `a` as a file and `a/b` in a
  /// folder of that name.
  static func exclude(_ one: String, _ other: String) -> Bool {
    one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
  }
}

/// The names under which a clone keeps a copy of a remote's branch and version tags.
struct MirrorNames: Hashable {
  /// The remote.
  let remote: String
  /// The branch of the copy, as git names remote-tracking branches.
  let branch: String

  /// Names the copy.
  ///
  /// - Parameters:
  ///   - remote: the remote's name.
  ///   - branch: the name of the store's branch.
  init(remote: String, branch: String) {
    self.remote = remote
    self.branch = "refs/remotes/\(remote)/\(branch)"
  }

  private static let tags = "refs/tags/judge/"

  /// How the names of the copies of version tags begin.
  var tagPrefix: String { "refs/judge/tags/\(remote)/" }

  /// The remote's name of a tag in the copy, or `nil` for anything else.
  func original(of copy: String) -> String? {
    copy.hasPrefix(tagPrefix) ? Self.tags + copy.dropFirst(tagPrefix.count) : nil
  }

  /// The copy's name of a tag of the remote.
  func copy(of tag: String) -> String { tagPrefix + tag.dropFirst(Self.tags.count) }

  /// The references of the copy that do not let new ones be made: a reference of the remote became
  /// a folder of references, or the reverse.
  ///
  /// - Parameters:
  ///   - names: the references of the copy.
  ///   - listing: what the remote has now.
  /// - Returns: those of `names` that are in the way.
  func blocking(_ names: [String], for listing: RemoteListing) -> [String] {
    let coming = Set(listing.tags.keys.map(copy) + [branch])
    // References that the remote has never exclude each other.
    return names.filter { name in
      !coming.contains(name) && coming.contains { GitReference.exclude($0, name) }
    }
  }
}

/// Which version tags of a remote a clone takes over: pure choices, before each tag is checked.
enum TagChoice {
  /// The remote's tags that are not here and can be made here, under their own names.
  ///
  /// One that is here with other content stays until its version is renumbered.
  ///
  /// - Parameters:
  ///   - copied: the remote's tags, by the names of the clone's copy.
  ///   - ours: the full names of the tags that are here.
  ///   - names: how the copy names the remote's references.
  /// - Returns: the new ones.
  static func new(
    _ copied: [GitReference], beside ours: Set<String>, names: MirrorNames
  ) -> [GitReference] {
    copied.compactMap { reference in
      guard let name = names.original(of: reference.name), !ours.contains(name),
        !ours.contains(where: { GitReference.exclude($0, name) })
      else { return nil }
      return GitReference(object: reference.object, name: name)
    }
  }

  /// The remote's tags that are here with other content, by name.
  ///
  /// - Parameters:
  ///   - theirs: the remote's tags.
  ///   - ours: the tags that are here.
  /// - Returns: the remote's, each with the object that is here.
  static func differing(
    _ theirs: [String: String], from ours: [String: String]
  ) -> [(tag: GitReference, own: String)] {
    theirs.sorted { $0.key < $1.key }.compactMap { name, object in
      guard let own = ours[name], own != object else { return nil }
      return (GitReference(object: object, name: name), own)
    }
  }
}
