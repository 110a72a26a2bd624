import Foundation
import JudgeTestSupport
import Testing

/// Objects that are gone are told, and what can be found comes back.
@Suite struct MissingObjectTests {
  /// What is deleted from a store with two labels.
  enum Loss: String, CaseIterable, Sendable {
    case label, trace, folder, root, tip, parent

    /// Names the object, or the folder that holds it.
    var revision: String {
      switch self {
      case .label, .folder: "judge:assessments"
      case .trace: "judge:traces"
      case .root: "judge^{tree}"
      case .tip: "judge"
      case .parent: "judge~1"
      }
    }
  }

  @Test(arguments: Loss.allCases)
  func withoutARemoteTheRecordsComeFromWhatIsLeft(_ loss: Loss) throws {
    let (repository, labels) = try labelled()
    try destroy(loss, in: repository)
    try expectTold(repository, loss)
    let repair = try repository.judge("fsck", "--repair").expecting(0)
    #expect(!repair.errorText.contains("lost:"), "\(repair.all)")
    try expectWhole(repository, labels)
  }

  @Test(arguments: Loss.allCases)
  func everythingComesFromTheRemote(_ loss: Loss) throws {
    let (repository, labels) = try labelled()
    let remote = try Repository(repository.world, "remote.git", options: ["--bare"])
    try repository.git("remote", "add", "origin", remote.path)
    try repository.judge("sync").expecting(0)
    let tip = try repository.tip()
    // Without the index there is nothing else to take them from.
    try FileManager.default.removeItem(at: repository.url.appendingPathComponent(".git/git-judge"))
    try destroy(loss, in: repository)
    let repair = try repository.judge("fsck", "--repair").expecting(0)
    #expect(repair.errorText.contains("fetched everything from origin again"), "\(repair.all)")
    #expect(try repository.tip() == tip)
    try expectWhole(repository, labels)
    try repository.judge(
      "feedback", "add", try repository.traceID("case-1"), "--name", "speed", "--value", "fast"
    )
    .expecting(0)
    try repository.judge("sync").expecting(0)
  }

  /// A power cut can leave the branch's file empty; somebody can delete the branch.
  @Test(arguments: ["empty", "deleted"])
  func aBranchThatIsGoneComesBack(_ kind: String) throws {
    let (repository, labels) = try labelled()
    let tip = try repository.tip()
    if kind == "deleted" {
      try repository.git("update-ref", "-d", "refs/heads/judge")
    } else {
      try Data().write(to: repository.url.appendingPathComponent(".git/refs/heads/judge"))
      #expect(try repository.judge("fsck").expecting(1).text.contains("fsck --repair"))
    }
    try repository.judge("fsck", "--repair").expecting(0)
    #expect(try repository.tip() == tip)
    try expectWhole(repository, labels)
  }

  @Test func whatNothingHasIsNamed() throws {
    let (repository, _) = try labelled()
    let lost = try #require(
      try repository.git("ls-tree", "-r", "--name-only", "judge", "assessments").lines.first)
    let object = try repository.tip("judge:\(lost)")
    try FileManager.default.removeItem(at: repository.url.appendingPathComponent(".git/git-judge"))
    try explode(repository)
    try delete(object, in: repository)
    let repair = try repository.judge("fsck", "--repair").expecting(1)
    #expect(repair.errorText.contains("lost: \(lost)"), "\(repair.all)")
    #expect(repair.errorText.contains("1 record cannot be restored"), "\(repair.all)")
    #expect(try repository.judge("fsck").status == 0)
    #expect(try repository.keys().count == 3)
  }

  /// A repack of everything is no loss, and is not taken for one.
  @Test func aRepackIsNoLoss() throws {
    let (repository, _) = try labelled()
    for command in [["repack", "-adq"], ["gc", "-q", "--prune=now"], ["pack-refs", "--all"]] {
      try repository.world.run("git", command, in: repository.url).expecting(0)
      let list = try repository.judge("feedback", "list").expecting(0)
      #expect(list.errorText.isEmpty, "\(list.all)")
    }
    try explode(repository)
    #expect(try repository.judge("trace", "list").expecting(0).errorText.isEmpty)
  }

  /// Three traces and two labels, all known to the index; the ids of the labels.
  private func labelled() throws -> (Repository, [String]) {
    let repository = try Template.repository { world in
      let repository = try Repository.ready(world)
      try repository.load((0..<3).map { Samples.line("case-\($0)") })
      for number in 0..<2 {
        try repository.json(
          "feedback", "add", try repository.traceID("case-\(number)"), "--name", "tone",
          "--value", "good")
      }
      let listed = try repository.judge("feedback", "list", "--json").expecting(0).output
      try listed.write(to: world.folder.file("labels.json"))
    }
    let listed = try JSON(
      parsing: Data(contentsOf: repository.world.folder.file("labels.json")))
    let labels = listed["feedback"]?.list?.compactMap { $0["assessment_id"]?.text } ?? []
    #expect(labels.count == 2)
    return (repository, labels)
  }

  private func destroy(_ loss: Loss, in repository: Repository) throws {
    var object = try repository.tip(loss.revision)
    if loss == .label || loss == .trace {
      let files = try repository.git("ls-tree", "-r", object).lines
      object = try #require(files.first?.split(whereSeparator: \.isWhitespace)[2]).description
    }
    try explode(repository)
    try delete(object, in: repository)
  }

  /// Turns all packs into loose objects, which can be deleted one by one.
  private func explode(_ repository: Repository) throws {
    let script = """
      mkdir moved && mv .git/objects/pack/pack-* moved/
      for pack in moved/*.pack; do git unpack-objects -q < "$pack" || exit 1; done
      rm -rf moved
      """
    try repository.world.run("sh", ["-c", script], in: repository.url).expecting(0)
  }

  private func delete(_ object: String, in repository: Repository) throws {
    try FileManager.default.removeItem(
      at: repository.url.appendingPathComponent(
        ".git/objects/\(object.prefix(2))/\(object.dropFirst(2))"))
  }

  private func expectTold(_ repository: Repository, _ loss: Loss) throws {
    #expect(try repository.judge("fsck").status == 1)
    // That the history has a hole shows in fsck alone.
    guard loss != .parent else { return }
    for command in [["status"], ["trace", "list"], ["feedback", "list"]] {
      let outcome = try repository.judge(command)
      #expect(outcome.errorText.contains("cannot be read"), "\(outcome.all)")
      #expect(outcome.errorText.contains("fsck --repair"), "\(outcome.all)")
    }
  }

  private func expectWhole(_ repository: Repository, _ labels: [String]) throws {
    let list = try repository.judge("feedback", "list", "--json").expecting(0)
    #expect(list.errorText.isEmpty, "\(list.all)")
    let found = try list.json()["feedback"]?.list?.compactMap { $0["assessment_id"]?.text }
    #expect(Set(found ?? []) == Set(labels))
    #expect(try repository.keys().count == 3)
    let checked = try repository.checked()
    #expect(checked.git.status == 0 && !checked.git.all.contains("missing"), "\(checked.git.all)")
    #expect(!checked.git.all.contains("error"), "\(checked.git.all)")
    #expect(checked.judge["ok"] == true, "\(checked.judge.line)")
  }
}
