import FoundationEssentials
import JudgeGit

extension RecordStore {
  /// Whether the branch and all its objects can be read, history included.
  func isWhole() async throws(StoreError) -> Bool {
    // A broken reference, such as an empty file after a power cut, is not whole.
    let found = Result { () throws(GitError) in try repository.resolve(location.reference) }
    guard case .success(let raw) = found else { return false }
    if let raw { return try await isWhole(raw) }
    return try tip() != nil
  }

  /// Whether a commit and all its objects can be read.
  func isWhole(_ commit: ObjectID) async throws(StoreError) -> Bool {
    do throws(GitError) {
      let promised = try repository.isPartialClone ? ["--exclude-promisor-objects"] : []
      // A commit graph remembers commits that are gone.
      let output = try await GitProgram(repository).run(
        ["-c", "core.commitGraph=false", "rev-list", "--objects", "--quiet"] + promised
          + [commit.hex], accepting: nil)
      return output.status == 0
    } catch { throw StoreError(error) }
  }

  /// Fetches everything that the remotes have of the branch and its tags.
  ///
  /// A remote that cannot be reached is noted, not an error.
  func fetchAgain(_ rescue: inout Rescue) async throws(StoreError) {
    let place = RemoteCopy.Place(repository)
    let folder = location.workTree ?? location.commonDirectory
    for remote in try Tip.remotes(of: repository) {
      do throws(GitError) {
        let copy = try await RemoteCopy.fetch(
          remote, [location.reference, "refs/tags/judge/*"], to: place, in: folder)
        rescue.packs += copy.packs
        rescue.fetched.append(remote)
        try repository.refreshObjects()
        if let tip = copy.references[location.reference] {
          rescue.tips.append(tip)
          let tracking = "refs/remotes/\(remote)/\(location.branch)"
          try repository.compareAndSwap(
            tracking, to: tip, from: try repository.resolve(tracking), message: "judge: repair")
        }
        for (name, id) in copy.references where name.hasPrefix("refs/tags/judge/") {
          let mirror = "refs/judge/tags/\(remote)/" + name.dropFirst("refs/tags/judge/".count)
          try repository.compareAndSwap(
            mirror, to: id, from: try repository.resolve(mirror), message: "judge: repair")
        }
      } catch {
        rescue.notes.append("nothing was fetched from \(remote): \(error.message)")
      }
    }
  }

  /// Removes our references to missing commits, and the reflog entries of such commits.
  ///
  /// The next fetch restores remote-tracking branches, and tags are made again from their
  /// registrations.
  func dropBrokenReferences(_ rescue: inout Rescue) async {
    var dropped: [String] = []
    do throws(GitError) {
      let prefixes = ["refs/remotes/", "refs/judge/", "refs/tags/judge/"]
      for prefix in prefixes {
        for reference in try repository.references(prefix: prefix)
        where prefix != "refs/remotes/" || reference.name.hasSuffix("/" + location.branch) {
          if (try? repository.peel(reference.id)).flatMap({ try? repository.header(of: $0) }) != nil
          {
            continue
          }
          try repository.deleteReference(reference.name, from: reference.id)
          dropped.append(reference.name)
        }
      }
    } catch {
      rescue.notes.append(error.message)
    }
    if !dropped.isEmpty {
      rescue.notes.append(
        "references to missing objects were taken away: "
          + dropped.joined(separator: ", "))
    }
    var seen = SeenTips(in: location.stateDirectory)
    let tips = seen.commits(of: location.branch)
    let readable = tips.filter { (try? repository.commit($0)) != nil }
    if readable != tips { seen.replace(readable, of: location.branch) }
    let logged = await ownTips()
    guard logged.contains(where: { !repository.objectExists($0) }) else { return }
    for name in [location.reference, "HEAD"] {
      _ = try? await GitProgram(repository).run(
        [
          "reflog", "expire", "--stale-fix", "--expire=never", "--expire-unreachable=never", name,
        ], accepting: nil)
    }
  }

  /// Lets the work trees of the branch have all its records again.
  func completeWorkTrees() async {
    guard let places = try? CheckedOut.find(location, repository) else { return }
    await CheckoutFollower(places).complete(Place.folders)
  }
}
