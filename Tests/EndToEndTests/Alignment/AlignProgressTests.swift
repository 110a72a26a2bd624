import Foundation
import SimulatedModel
import Testing

/// What an alignment tells while it works.
@Suite struct AlignProgressTests {
  @Test("Each step comes with calls, the best score and the time")
  func steps() async throws {
    let server = try await SimulatedModelServer()
    let repository = try Repository.teaching(server, labels: 40)
    let first = try repository.judge("align", "support_quality", "-v").expecting(0).errorText
    #expect(first.contains("at most about "), "\(first)")
    #expect(first.contains(" calls, before the cache answers any"), "\(first)")
    let step = try #require(first.split(separator: "\n").first { $0.hasPrefix("distilled ") })
    // Every verdict of the base and the two distillations, of no known price; a slow machine
    // is told the time that is left.
    #expect(
      step.contains(#/\[\d+ calls, 0 cached, (\d+ s|at most about \d+ \w+ left)\]/#), "\(step)")
    let proof = try #require(
      first.split(separator: "\n").first { $0.hasPrefix("cross-validation") })
    #expect(proof.contains("best so far "), "\(proof)")

    let again = try repository.judge("align", "support_quality", "-v").expecting(0).errorText
    #expect(again.contains("; the cache has 40 verdicts of the judge itself"), "\(again)")
    #expect(again.contains("[0 calls, "), "\(again)")
    let quiet = try repository.judge("align", "support_quality", "-q").expecting(0).errorText
    #expect(quiet.isEmpty, "\(quiet)")
    await server.stop()
  }

  @Test("Calibration of recorded verdicts calls nothing, and says nothing of calls")
  func noCalls() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(40))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
    let talk = try repository.judge("align", "tone", "-v").expecting(0).errorText
    #expect(!talk.contains("calls"), "\(talk)")
  }

  @Test(
    "On a terminal one line is redrawn",
    .enabled(if: Terminal.isThere, Comment(rawValue: Terminal.absent)))
  func line() async throws {
    let server = try await SimulatedModelServer(latency: .milliseconds(120))
    let repository = try Repository.teaching(server, labels: 40)
    let shown = try Terminal.run(
      ["align", "support_quality", "--concurrency", "4"], in: repository,
      [
        Terminal.Step(expected: " calls, 0 cached, ", typed: ""),
        Terminal.Step(expected: "at most about ", typed: ""),
        Terminal.Step(expected: " left: ", typed: ""),
      ], columns: 60)
    #expect(shown["status"] == 0, "\(shown)")
    let screen = shown["screen"]?.text ?? ""
    let drawn = screen.components(separatedBy: "\r\u{1b}[K").dropLast()
    #expect(drawn.count > 4 && drawn.dropFirst().allSatisfy { $0.count < 60 }, "\(drawn)")
    await server.stop()
  }
}
