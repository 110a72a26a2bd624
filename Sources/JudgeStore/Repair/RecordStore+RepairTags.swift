import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Makes the tags of registrations in force that have none.
  ///
  /// The author and time are those of the registration, so that two people who repair make the
  /// same tag. A registration that does not say who made it gets none. A tag that cannot be made, or
  /// cannot take the place of another, keeps the others from nothing; `fsck` names it.
  package func restoreTags() async throws(StoreError) -> [String] {
    var contents = StoreContents()
    contents.trust = try? await trustState()
    for kind in StoreContents.kinds {
      for record in try await records(kind: kind) { contents.add(record) }
    }
    let registrations = Dictionary(
      contents.registrations, uniquingKeysWith: { first, _ in first })
    let known = Set(contents.registrations.map(\.0))
    let expected = contents.expectedTags
    var present: Set<String> = []
    for tag in try tags() where try tagComplaint(tag, expected[tag.name] ?? [], known) == nil {
      present.insert(tag.name)
    }
    var made: [String] = []
    for (name, claims) in expected.sorted(by: { $0.key < $1.key })
    where !present.contains(name) && claims.count == 1 {
      guard let tag = claims.first, let value = registrations[tag.registration],
        let author = value.author, let time = value.time,
        let path = RecordPath(kind: .registration, id: tag.registration).text,
        let commit = try await introduction(of: path)
      else { continue }
      do throws(StoreError) {
        try await createVersionTag(
          tag, target: commit, tagger: author, seconds: time.milliseconds / 1000, isSigned: false)
        made.append(name)
      } catch {
        continue
      }
    }
    return made
  }

  /// The commit that brought a file in: the oldest one on the first way back that has it.
  private func introduction(of path: String) async throws(StoreError) -> String? {
    let tip = try requiredTip()
    do throws(GitError) {
      let log = try await GitProgram(repository).run([
        "log", "--diff-filter=A", "--format=%H", "--reverse", "--topo-order", tip.commit.hex, "--",
        path,
      ])
      return log.lines.first.map(String.init)
    } catch {
      throw StoreError(error)
    }
  }
}
