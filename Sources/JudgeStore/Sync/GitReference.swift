/// A reference with its object.
struct GitReference: Hashable {
  /// The object that it points to, as git prints it.
  let object: String
  /// The full name of the reference.
  let name: String

  /// The option of `git for-each-ref` for output that ``list(_:)`` parses.
  static let format = "--format=%(objectname) %(refname)"

  /// Parses the output of `git for-each-ref` with ``format``.
  static func list(_ lines: [Substring]) -> [GitReference] {
    lines.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      return GitReference(object: String(parts[0]), name: String(parts[1]))
    }
  }

  /// Returns whether two references cannot coexist: git keeps `a` as a file and `a/b` in a folder
  /// of that name.
  static func exclude(_ one: String, _ other: String) -> Bool {
    one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
  }
}

/// The names under which a clone keeps a copy of a remote's branch and version tags.
struct MirrorNames: Hashable {
  /// The remote.
  let remote: String
  /// The branch of the copy, a remote-tracking branch.
  let branch: String

  /// Creates the names of a copy.
  ///
  /// - Parameters:
  ///   - remote: the remote's name.
  ///   - branch: the name of the store's branch.
  init(remote: String, branch: String) {
    self.remote = remote
    self.branch = "refs/remotes/\(remote)/\(branch)"
  }

  private static let tags = "refs/tags/judge/"

  /// The prefix of the names of copied version tags.
  var tagPrefix: String { "refs/judge/tags/\(remote)/" }

  /// Returns the remote's name of a tag in the copy, or `nil` for any other name.
  func original(of copy: String) -> String? {
    copy.hasPrefix(tagPrefix) ? Self.tags + copy.dropFirst(tagPrefix.count) : nil
  }

  /// Returns the copy's name of a tag of the remote.
  func copy(of tag: String) -> String { tagPrefix + tag.dropFirst(Self.tags.count) }

  /// Returns the references of the copy that prevent new ones: a reference of the remote became a
  /// folder of references, or the reverse.
  ///
  /// - Parameters:
  ///   - names: the references of the copy.
  ///   - listing: the current references of the remote.
  /// - Returns: those of `names` that prevent new references.
  func blocking(_ names: [String], for listing: RemoteListing) -> [String] {
    let coming = Set(listing.tags.keys.map(copy) + [branch])
    // References that the remote has never exclude each other.
    return names.filter { name in
      !coming.contains(name) && coming.contains { GitReference.exclude($0, name) }
    }
  }
}

/// Chooses the version tags of a remote that a clone takes over: pure choices, before each tag is
/// checked.
enum TagChoice {
  /// Returns the remote's tags that do not exist here and can be created here, under their own
  /// names.
  ///
  /// A local tag with different content stays until its version is renumbered.
  ///
  /// - Parameters:
  ///   - copied: the remote's tags, by the names of the clone's copy.
  ///   - ours: the full names of the local tags.
  ///   - names: the names of the copy.
  /// - Returns: the new tags.
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

  /// Returns the remote's tags that exist here with different content, by name.
  ///
  /// - Parameters:
  ///   - theirs: the remote's tags.
  ///   - ours: the local tags.
  /// - Returns: the remote's tags, each with the local object.
  static func differing(
    _ theirs: [String: String], from ours: [String: String]
  ) -> [(tag: GitReference, own: String)] {
    theirs.sorted { $0.key < $1.key }.compactMap { name, object in
      guard let own = ours[name], own != object else { return nil }
      return (GitReference(object: object, name: name), own)
    }
  }
}
