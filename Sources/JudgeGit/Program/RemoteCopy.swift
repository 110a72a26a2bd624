import FoundationEssentials

/// Everything that a remote has of some references, brought here whatever is here already.
///
/// `git fetch` asks only for what the local references lack, and does not work at all if they lead
/// to objects that are gone. So the fetch goes into an empty repository beside this one, whose packs
/// are then moved over.
package struct RemoteCopy {
  /// The remote's references by full name.
  package private(set) var references: [String: ObjectID] = [:]
  /// The packs, to be released once references lead to what they hold.
  package private(set) var packs: [KeptPack] = []

  private static let prefix = "refs/copy/"

  /// Fetches.
  ///
  /// - Parameters:
  ///   - remote: The name of a configured remote.
  ///   - names: Full names of references, which may end in `*`.
  ///   - place: Where the objects come.
  ///   - folder: The folder from which a relative URL of the remote counts.
  /// - Returns: Where the references are, and the packs.
  /// - Throws: `program` if the remote cannot be reached or has none of it, `io`.
  package static func fetch(
    _ remote: String, _ names: [String], to place: Place, in folder: String
  ) async throws(GitError) -> RemoteCopy {
    guard GitName.isRemote(remote) else {
      throw GitError(.invalid, "\(remote) cannot be the name of a remote")
    }
    removeAbandoned(place)
    let copy = "\(place.commonDirectory)/judge/copy-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let git = GitProgram(in: folder)
    try await git.run(["init", "--quiet", "--bare", "--template=", copy])
    let inside = ["--git-dir=" + copy]
    // URLs, credentials and the like are those of the repository itself.
    try await git.run(
      inside + ["config", "include.path", place.commonDirectory + "/config"])
    try await git.run(
      inside + [
        "-c", "fetch.unpackLimit=1", "-c", "core.bare=true", "fetch", "--quiet", "--no-tags",
        "--no-filter", "--no-recurse-submodules", "--no-auto-maintenance", "--", remote,
      ] + names.map { "+\($0):\(prefix)\($0.dropFirst("refs/".count))" })
    var result = RemoteCopy()
    let listed = try await git.run(
      inside + ["for-each-ref", "--format=%(objectname) %(refname)", prefix])
    for line in listed.lines {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let id = ObjectID(hex: parts[0]) else { continue }
      result.references["refs/" + parts[1].dropFirst(prefix.count)] = id
    }
    for name in Folder.names(copy + "/objects/pack") where name.hasSuffix(".pack") {
      let stem = String(name.dropLast(".pack".count))
      let target = place.commonDirectory + "/objects/pack"
      let pack = try KeptPack(stem, in: target)
      for suffix in ["pack", "idx"] {
        let from = "\(copy)/objects/pack/\(stem).\(suffix)"
        guard SmallFile.move(from, to: "\(target)/\(stem).\(suffix)") else {
          throw GitError(.io, "moving \(from): \(systemMessage())")
        }
      }
      pack.open()
      result.packs.append(pack)
    }
    return result
  }

  /// Deletes files that killed repairs left behind, once they are a day old.
  private static func removeAbandoned(_ place: Place) {
    let folder = place.commonDirectory + "/judge"
    for name in Folder.names(folder) where name.hasPrefix("copy-") {
      let path = "\(folder)/\(name)"
      let facts = try? FileManager.default.attributesOfItem(atPath: path)
      guard let date = facts?[.modificationDate] as? Date, -date.timeIntervalSinceNow > 86_400
      else {
        continue
      }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// The destination of the objects.
  package struct Place: Sendable {
    let commonDirectory: String

    /// Names a repository, which may be used meanwhile.
    package init(_ repository: borrowing Repository) {
      commonDirectory = repository.commonDirectory
    }
  }
}
