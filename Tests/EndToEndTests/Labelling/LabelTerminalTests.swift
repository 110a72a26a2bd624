import Foundation
import JudgeTestSupport
import Testing

/// `git judge label` on a terminal, one key a label.
@Suite(.enabled(if: Terminal.isThere, Comment(rawValue: Terminal.absent)))
struct LabelTerminalTests {
  private func ready(verdict: JSON? = nil) throws -> Repository {
    try Template.repository(verdict?.line ?? "") { world in
      let repository = try Repository.ready(world)
      try repository.load(
        (0..<4).map { number in
          Samples.line(
            "case-\(number)", outputs: ["answer": .text("Answer \(number).")],
            verdicts: verdict.map { ["gpt": $0] } ?? [:])
        })
      try repository.newJudge("tone", "--values", "good,bad", "--model", "recorded:/gpt")
    }
  }

  private func labels(_ repository: Repository) throws -> [JSON] {
    try repository.json("feedback", "list", "--name", "tone")["feedback"]?.list ?? []
  }

  @Test func keysLabel() throws {
    let repository = try ready(verdict: "good")
    let done = try Terminal.run(
      ["label", "tone"], in: repository,
      [
        .init(expected: "0 labelled, 4 left", typed: "1"),
        .init(expected: "1 labelled, 3 left", typed: "2"),
        .init(expected: "Why do you say so", typed: "Too cürt\r"),
        .init(expected: "2 labelled, 2 left", typed: "u"),
        .init(expected: "earlier label counts", typed: "?"),
        .init(expected: "the rubric", typed: "\u{1b}"),
        .init(expected: "q end", typed: "q"),
      ])
    #expect(done["status"] == 0 && done["restored"] == true, "\(done.line)")
    let screen = done["screen"]?.text ?? ""
    #expect(screen.contains("\u{1b}[?1049h") && screen.contains("\u{1b}[?1049l"))
    #expect(screen.hasSuffix("2 labelled; 2 left\r\n"), "\(screen.suffix(200))")
    let all = try labels(repository)
    #expect(all.count { $0["standing"] == "counts" } == 2)
    #expect(all.contains { $0["rationale"] == "Too cürt" && $0["standing"] == "deleted" })
  }

  @Test(arguments: [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
  func aSignalGivesTheTerminalBack(signal: String, status: Int) throws {
    let repository = try ready()
    let done = try Terminal.run(
      ["label", "tone"], in: repository,
      [
        .init(expected: "0 labelled", typed: "1"),
        .init(expected: "1 labelled", typed: "", signal: signal),
      ])
    #expect(done["status"]?.int == status && done["restored"] == true, "\(done.line)")
    #expect(done["screen"]?.text?.hasSuffix("\u{1b}[?1049l") == true)
    #expect(try labels(repository).count == 1)
  }

  @Test func controlCEnds() throws {
    let repository = try ready()
    let done = try Terminal.run(
      ["label", "tone"], in: repository, [.init(expected: "0 labelled", typed: "\u{3}")])
    #expect(done["status"] == 130 && done["restored"] == true)
  }

  @Test func whatWasTypedOutlivesAKill() throws {
    let repository = try ready(verdict: "bad")
    _ = try Terminal.run(
      ["label", "tone"], in: repository,
      [
        .init(expected: "0 labelled", typed: "1"),
        .init(expected: "Why do you say so", typed: "It is po"),
        .init(expected: "po", typed: "", signal: "SIGKILL"),
      ])
    #expect(try labels(repository).map { $0["standing"] } == ["counts"])
    let done = try Terminal.run(
      ["label", "tone"], in: repository,
      [
        .init(expected: "It is po", typed: "lite\r"),
        .init(expected: "0 labelled, 3 left", typed: "rhalf"),
        .init(expected: "half", typed: "", signal: "SIGKILL"),
      ])
    #expect(done["status"] == 137)
    let counting = try labels(repository).filter { $0["standing"] == "counts" }
    #expect(counting.map { $0["rationale"] } == ["It is polite"])
    let input = try repository.world.write("lines.txt", "1\nq\n")
    try repository.judge(["label", "tone"], input: URL(filePath: input)).expecting(0)
    #expect(try labels(repository).contains { $0["rationale"] == "half" })
  }

  @Test func dumbTerminalsGetLines() throws {
    let repository = try ready()
    let done = try Terminal.run(
      ["label", "tone", "--plain"], in: repository,
      [
        .init(expected: "(? for help): ", typed: "1\n"),
        .init(expected: "1 labelled, 3 left", typed: "q\n"),
      ])
    #expect(done["status"] == 0 && done["restored"] == true)
    #expect(done["screen"]?.text?.contains("\u{1b}") == false)
    #expect(try labels(repository).count == 1)
  }
}
