import Foundation
import JudgeTestSupport
import Testing

/// Repositories that cannot serve as a store get a message that says what to do.
@Suite struct RefusedRepositoryTests {
  @Test func aBranchInTheWay() throws {
    let repository = try Repository(World())
    try repository.git("commit", "-q", "--allow-empty", "-m", "Code")
    try repository.git("branch", "judge/x")
    let outcome = try repository.judge("init")
    #expect(outcome.status == 3, "\(outcome.all)")
    for word in ["judge/x", "judge.branch"] {
      #expect(outcome.errorText.contains(word), "\(outcome.errorText)")
    }
    try repository.git("config", "judge.branch", "reviews")
    try repository.judge("init").expecting(0)
    #expect(try repository.json("status")["branch"] == "reviews")
    #expect(try repository.git("branch", "--list", "reviews").text.contains("reviews"))
  }

  @Test func aForeignBranchOfThatName() throws {
    let repository = try Repository(World())
    try repository.git("commit", "-q", "--allow-empty", "-m", "Code")
    try repository.git("branch", "judge")
    let tip = try repository.tip()
    let outcome = try repository.judge("trace", "list")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(try repository.tip() == tip)
  }

  @Test(arguments: [["--object-format=sha256"], ["--ref-format=reftable"]])
  func anotherFormat(options: [String]) throws {
    let world = try World()
    let folder = world.folder.url.appendingPathComponent("odd")
    let made = try world.run("git", ["init", "-q"] + options + [folder.path])
    // An older git knows no such format, and then nobody has such a repository.
    guard made.status == 0 else { return }
    let repository = Repository(world, at: folder)
    let outcome = try repository.judge("init")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(outcome.errorText.contains("judge.store"), "\(outcome.errorText)")
    let named = outcome.errorText.contains("SHA-256") || outcome.errorText.contains("reftable")
    #expect(named, "\(outcome.errorText)")

    _ = try Repository(world, "store.git", options: ["--bare"])
    try repository.git("config", "judge.store", "../store.git")
    let separate = try repository.judge("init")
    #expect(separate.status == 0, "\(separate.all)")
  }

  @Test func aNewerFormatIsReadOnly() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load(Samples.labelled(2))
    // A store that a newer program began: an edit of the file alone changes nothing.
    try repository.plumb(
      """
      at $tip; echo '{"fanout":[1,1,1],"format":2,"hash":"sha256"}' | put format.json
      git update-ref refs/heads/judge $(made)
      """
    ).expecting(0)
    let tip = try repository.tip()
    let trace = try repository.judge("experiment", "create", "more")
    #expect(trace.status == 3, "\(trace.all)")
    #expect(try repository.tip() == tip)
  }
}
