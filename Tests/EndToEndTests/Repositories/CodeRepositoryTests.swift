import Foundation
import Testing

/// In a repository full of code, work tree and index stay as they are.
@Suite struct CodeRepositoryTests {
  @Test func nothingOfTheCodeIsTouched() throws {
    let world = try World()
    let repository = try Repository(world, "code")
    for name in ["main.c", "lib/a.c", "lib/b.c"] { try world.write("code/\(name)", "// \(name)\n") }
    try repository.git("add", ".")
    try repository.git("commit", "-q", "-m", "Code")
    try world.write("code/main.c", "// changed\n")
    try world.write("code/lib/b.c", "// staged\n")
    try repository.git("add", "lib/b.c")
    try world.write("code/notes.txt", "untracked\n")
    let before = try Self.look(repository)

    try repository.judge("init").expecting(0)
    try repository.judge("experiment", "create", "support").expecting(0)
    try repository.load(Samples.labelled(30), as: "lines.jsonl")
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    try repository.judge("run", "tone").expecting(0)
    try repository.judge("align", "tone").expecting(0)
    try repository.judge("register", "tone", "--force").expecting(0)
    try repository.judge("fsck", "--deep").expecting(0)

    #expect(try Self.look(repository) == before)
    #expect(try repository.git("symbolic-ref", "HEAD").trimmed == "refs/heads/main")
  }

  private static func look(_ repository: Repository) throws -> [String] {
    try [
      repository.tip("HEAD"), repository.git("status", "--porcelain=v1").text,
      repository.git("ls-files", "--stage").text, repository.git("stash", "list").text,
      repository.git("diff").text,
    ]
  }

  @Test func initNamesTheRemoteThatWouldReceiveTraces() throws {
    let world = try World()
    let origin = try Repository(world, "origin.git", options: ["--bare"])
    let repository = try Repository(world, "code")
    try repository.git("remote", "add", "origin", origin.path)
    let first = try repository.judge("init").expecting(0)
    #expect(first.errorText.contains("git push --all origin"), "\(first.all)")
    let second = try repository.judge("init").expecting(0)
    #expect(!second.errorText.contains("git push"), "it is said once: \(second.all)")
  }
}
