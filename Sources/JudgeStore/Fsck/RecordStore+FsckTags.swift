import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Compares the tags of judge versions with the registrations, which are the authority.
  func tagProblems(_ contents: StoreContents) throws(StoreError) -> [Problem] {
    let expected = contents.expectedTags
    let known = Set(contents.registrations.map(\.0))
    var problems: [Problem] = []
    var present: Set<String> = []
    let tags: [TagInfo]
    do throws(StoreError) { tags = try self.tags(prefix: "judge/") } catch {
      return [Problem(error, path: "refs/tags/judge")]
    }
    for tag in tags {
      present.insert(tag.name)
      if let wrong = try tagComplaint(tag, expected[tag.name] ?? [], known) {
        problems.append(
          Problem(kind: Problem.Word.tagDiffers, path: "refs/tags/" + tag.name, message: wrong))
      }
    }
    for (name, claims) in expected where !present.contains(name) {
      guard let claim = claims.first else { continue }
      problems.append(
        Problem(
          kind: Problem.Word.tagMissing, path: "refs/tags/" + name,
          message: "\(claim.judgeName) v\(claim.version) is registered without this tag",
          remedy: .anyOf([.run(.git, ["fetch", "--tags"]), .run(.repairStore)])))
    }
    if let blocking = try git({ () throws(GitError) in try repository.resolve("refs/tags/judge") })
    {
      problems.append(
        Problem(
          kind: Problem.Word.tagDiffers, path: "refs/tags/judge",
          message: "a tag of this name (\(blocking.hex.prefix(12))) does not let a version's tag "
            + "exist; git tag -d judge takes it away here"))
    }
    return problems + (try remoteTagProblems())
  }

  /// What is wrong with a tag; `nil` if nothing is.
  func tagComplaint(
    _ tag: TagInfo, _ expected: [VersionTag], _ known: Set<ContentID>
  ) throws(StoreError) -> String? {
    guard tag.isAnnotated, let claim = VersionTag.Claim(message: tag.message) else {
      return expected.isEmpty
        ? "no registration has this tag" : "it does not name the registration it stands for"
    }
    guard !expected.isEmpty else {
      // of a registration that was taken back or renumbered since
      return known.contains(claim.registration) ? nil : "it names a registration that is not here"
    }
    guard
      expected.contains(where: {
        $0.registration == claim.registration || $0.judge == claim.judge
      })
    else {
      return "it names the judge \(claim.judge.prefix(12)), "
        + "registered is \(expected.map { $0.judge.prefix(12) }.joined(separator: " or "))"
    }
    guard let target = ObjectID(hex: tag.target),
      let path = RecordPath(kind: .registration, id: claim.registration).text
    else { return nil }
    let holds = try? git { () throws(GitError) in
      try repository.entry(at: path, in: try repository.commit(target).tree) != nil
    }
    return holds == true ? nil : "it points to \(tag.target), where its registration is not"
  }

  /// Tags as a remote had them when it was last fetched (`refs/judge/tags/REMOTE/…`).
  private func remoteTagProblems() throws(StoreError) -> [Problem] {
    try git { () throws(GitError) in
      var problems: [Problem] = []
      let prefix = "refs/judge/tags/"
      for reference in try repository.references(prefix: prefix) {
        let parts = reference.name.dropFirst(prefix.count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { continue }
        let name = "refs/tags/judge/" + parts[1]
        guard let own = try repository.resolve(name), own != reference.id else { continue }
        problems.append(
          Problem(
            kind: Problem.Word.tagDiffers, path: name,
            message: "\(parts[0]) has another tag of this name (\(reference.id.hex.prefix(12)))"))
      }
      return problems
    }
  }
}
