import Foundation
import JudgeTestSupport
import Testing

/// After a redaction no byte of it is in the folder that git-judge keeps beside the repository.
@Suite struct ResidueTests {
  private static let input = "ZebraInput4711"
  private static let tag = "LynxTag4714"
  private static let rationale = "WolfReason4717"

  private func store(_ world: World, _ name: String) throws -> Repository {
    let repository = try Repository.ready(world, name)
    var lines = (1...14).map { number in
      Samples.line(
        "c\(number)", inputs: .text("question \(number) about parcels"),
        outputs: .text("answer \(number) please"))
    }
    lines.append(
      Samples.line(
        "secretone", inputs: .text("My name is \(Self.input)"), outputs: "Dear Zebra",
        more: ["tags": ["who": .text(Self.tag)]]))
    try repository.load(lines)
    for round in 1...3 {
      for number in 1...14 {
        try repository.judge(
          "feedback", "add", "c\(number)", "--name", "tone", "--value", "yes", "--rationale",
          "reason \(round) \(round == 2 && number == 3 ? Self.rationale : ""), long enough to move "
            + "some cells of a page about, and then some more"
        ).expecting(0)
      }
    }
    _ = try repository.keys("--where", "text LIKE '%parcels%'")
    return repository
  }

  /// Files of the clone's own folder that hold a text.
  private func residue(_ repository: Repository, _ text: String) throws -> [String] {
    let state = repository.url.appendingPathComponent(".git/git-judge").path
    return try repository.world.run("grep", ["-rla", text, state]).lines
  }

  @Test func noByteStaysInThisCloneNorInAnother() throws {
    let world = try World()
    let remote = try Repository(world, "team.git", options: ["--bare"])
    let first = try store(world, "first")
    try first.git("remote", "add", "origin", remote.path)
    try first.json("sync")
    let second = Repository(world, at: world.folder.file("second"))
    try world.run("git", ["clone", "-q", remote.path, second.path]).expecting(0)
    try second.judge("experiment", "use", "support").expecting(0)
    _ = try second.keys("--where", "text LIKE '%Zebra%'")
    let texts = [Self.input, Self.tag, "Dear Zebra", Self.rationale]
    for text in texts {
      #expect(try !residue(first, text).isEmpty && !residue(second, text).isEmpty, "\(text)")
    }

    let labels = try first.json("feedback", "list")["feedback"]?.list ?? []
    let label = labels.first { ($0["rationale"]?.text ?? "").contains(Self.rationale) }
    let id = try #require(label?["assessment_id"]?.text)
    let trace = try first.traceID("secretone")
    try first.json("redact", trace, "--reason", "privacy")
    try first.json("redact", id, "--reason", "privacy")
    try first.json("sync")
    try second.json("sync")
    _ = try second.keys("--where", "text LIKE '%parcels%'")
    for text in texts {
      #expect(try residue(first, text) == [], "\(text)")
      #expect(try residue(second, text) == [], "\(text)")
    }
    #expect(try !residue(first, "parcels").isEmpty)
  }

  @Test func exportsAreNamedUntilTheyAreGone() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load([Samples.line("a"), Samples.line("b", inputs: "other")])
    let outside = world.folder.file("out")
    try repository.json("export", "--output", outside.path)
    try repository.json("export", "--output", "inside")
    try repository.json("export", "--output", "inside/")
    let done = try repository.json("redact", try repository.traceID("a"), "--reason", "privacy")
    let inside = repository.url.appendingPathComponent("inside")
    let expected = [outside.path, inside.path].map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().path
    }
    let told = (done["exports"]?.list ?? []).compactMap(\.text).map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().path
    }
    #expect(Set(told) == Set(expected) && told.count == 2, "\(done)")
    #expect(done["residue"] == false)
    try FileManager.default.removeItem(at: inside)
    let said = try repository.judge(
      "redact", try repository.traceID("b"), "--reason", "privacy"
    ).expecting(0)
    #expect(said.text.contains("out\n") || said.text.contains("delete "), "\(said.all)")
    #expect(!said.text.contains("inside"), "\(said.all)")
    #expect(try repository.json("redact", "--list")["exports"]?.list?.count == 1)
  }
}
