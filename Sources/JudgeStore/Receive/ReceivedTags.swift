import JudgeGit
import JudgeRecords

/// Compares the version tags of a push with their registrations, which are the authority.
struct ReceivedTags {
  private let git: GitProgram
  /// The branch's tip after the push, or `nil` if there is no branch.
  private let tip: String?
  /// Commits of the push, which are in the tip's history.
  private let commits: Set<String>
  /// The numbers that changes of this push give to registrations.
  private var renumbered: [String: Set<Int>]
  private var hasReadChanges = false

  init(
    tip: String?, commits: ReceivedCommits?, renumbered: [String: Set<Int>], _ git: GitProgram
  ) {
    self.git = git
    self.tip = tip
    self.commits = Set(commits?.list.map(\.id.hex) ?? [])
    self.renumbered = renumbered
  }

  /// Returns the problem with a version's tag.
  ///
  /// - Parameters:
  ///   - name: the name without `refs/tags/`.
  ///   - object: the object that it points to.
  /// - Returns: the problem, or `nil` for a tag that matches its registration.
  /// - Throws: if git cannot be run.
  mutating func complaint(_ name: String, _ object: String) async throws(GitError) -> String? {
    guard let tip else { return "no registration has this tag: the branch is not there yet" }
    let stream = ObjectStream(git)
    var size = 0
    try await stream.sizes([object]) { found throws(GitError) in size = found.size }
    guard size <= CommitForm.largest else {
      return "it is larger than \(CommitForm.largest >> 20) MiB"
    }
    guard let found = try await stream.all([object]).first, found.kind == .tag,
      found.size <= Record.maximumSize, let id = ObjectID(hex: object),
      let tag = try? AnnotatedTag(bytes: found.bytes, id: id), tag.targetKind == .commit
    else { return "a version's tag has a message and points to a commit" }
    guard tag.name == name else { return "the tag calls itself \(tag.name)" }
    guard let claim = VersionTag.Claim(message: tag.message),
      let place = RecordPath(kind: .registration, id: claim.registration).text
    else { return "its message does not name the judge and registration it stands for" }
    let target = tag.target.hex
    let isInHistory =
      try await commits.contains(target)
      ? true
      : git.run(["merge-base", "--is-ancestor", target, tip], accepting: nil).status == 0
    guard isInHistory else { return "it points to a commit that is not in the store's history" }
    let records = try await stream.all(["\(target):\(place)", "\(tip):\(place)"])
    guard records.allSatisfy({ $0.kind == .blob }), let bytes = records.first?.bytes,
      let record = try? Record(reading: bytes, named: claim.registration),
      let registration = try? Registration(record: record)
    else { return "the registration that it names is not in the commit that it points to" }
    guard registration.judge == claim.judge else {
      return "it names another judge than its registration"
    }
    return try await complaint(name, registration, claim.registration, tip)
  }

  private mutating func complaint(
    _ name: String, _ registration: Registration, _ id: ContentID, _ tip: String
  ) async throws(GitError) -> String? {
    guard let place = RecordPath(kind: .experiment, id: registration.experiment).text,
      let bytes = try await ObjectStream(git).all(["\(tip):\(place)"]).first?.bytes,
      let record = try? Record(reading: bytes, named: registration.experiment),
      let experiment = try? Experiment(record: record)
    else { return "the experiment of its registration is not in the store" }
    func expected(_ number: Int) -> String {
      VersionTag(
        experiment: experiment.name, judgeName: registration.name, version: number,
        registration: id, judge: registration.judge
      ).name
    }
    if name == expected(registration.version) { return nil }
    if (renumbered[id.hex] ?? []).contains(where: { expected($0) == name }) { return nil }
    try await readChanges(tip)
    if (renumbered[id.hex] ?? []).contains(where: { expected($0) == name }) { return nil }
    return "its registration has the tag \(expected(registration.version))"
  }

  /// Reads the earlier renumberings; seldom needed, since they arrive with their tags.
  private mutating func readChanges(_ tip: String) async throws(GitError) {
    guard !hasReadChanges else { return }
    hasReadChanges = true
    let folder = RecordKind.change.folder ?? ""
    let listed = try await git.run(["ls-tree", "-r", "-z", tip, "--", "\(folder)/"])
    let objects = listed.output.split(separator: 0).compactMap { entry -> String? in
      let parts = entry.split(separator: UInt8(ascii: " "), maxSplits: 2)
      return parts.count == 3 ? String(decoding: parts[2].prefix(40), as: UTF8.self) : nil
    }
    try await ObjectStream(git).read(objects) { object throws(GitError) in
      guard object.size <= 1 << 16, object.bytes.contains(Array(#""key":"version""#.utf8)),
        let record = try? Record(reading: object.bytes),
        let (registration, number) = Renumbered.number(of: record)
      else { return }
      renumbered[registration, default: []].insert(number)
    }
  }
}
