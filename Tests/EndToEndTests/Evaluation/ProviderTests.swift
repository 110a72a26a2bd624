import Foundation
import StubModelServer
import Synchronization
import Testing

/// Judges on a provider: a stub server that speaks OpenAI's protocol, and no key in sight.
@Suite struct ProviderTests {
  private static let good = #"{"rationale":"Fine.","result":"good"}"#

  @Test func theSecondRunCallsNothing() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let first = try repository.json("run", "tone", "--concurrency", "4")
    #expect(first["calls"] == 6)
    #expect(first["errors"] == 0)
    #expect(first["verdicts", "tone", "good"] == 6)
    #expect(first["cost"] == .null, "the price of openai:/stub is not known")
    let second = try repository.json("run", "tone")
    #expect(second["calls"] == 0)
    #expect(second["cached"] == 6)
    #expect(second["verdicts"] == first["verdicts"])
    #expect(try repository.json("run", "tone", "--offline")["cached"] == 6)
    #expect(server.requests.count == 6)
    #expect(try repository.json("cache", "list")["models", "openai:/stub"] == 6)
    try repository.judge("cache", "verify").expecting(0)
    #expect(try repository.json("cache", "clear")["cleared"] == 6)
    #expect(try repository.json("run", "tone")["calls"] == 6)
    await server.stop()
  }

  @Test func aBudgetStopsAndTheNextRunGoesOn() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let outcome = try repository.judge("run", "tone", "--max-calls", "4", "--json")
    #expect(outcome.status == 6, "\(outcome.all)")
    #expect(try outcome.json()["unasked"] == 2)
    #expect(try outcome.json()["errors"] == 0, "nothing failed")
    #expect(server.requests.count == 4)
    let rest = try repository.json("run", "tone")
    #expect(rest["calls"] == 2)
    #expect(rest["cached"] == 4)
    #expect(rest["errors"] == 0)
    await server.stop()
  }

  @Test func offlineSaysWhatIsMissing() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let outcome = try repository.judge("run", "tone", "--offline")
    #expect(outcome.status == 125, "\(outcome.all)")
    #expect(server.requests.isEmpty)
    await server.stop()
  }

  @Test func aMissingKeyIsNamed() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try repository.newJudge("tone", "--values", "bad,good", "--model", "anthropic:/claude")
    let outcome = try repository.judge("run", "tone")
    #expect(outcome.status == 4, "\(outcome.all)")
    #expect(outcome.errorText.contains("ANTHROPIC_API_KEY"))
  }

  @Test func aReplyOutsideTheValuesIsAskedOnceMoreAndThenAnError() async throws {
    let server = try await StubModelServer { request in
      request.prompt.contains("no valid verdict")
        ? .text("```json\n" + Self.good + "\n```") : .text(#"{"rationale":"","result":"great"}"#)
    }
    let repository = try Repository.asking(server)
    let result = try repository.json("run", "tone")
    #expect(result["errors"] == 0)
    #expect(result["calls"] == 12)
    await server.stop()
  }

  @Test func whatARecordSaysOfHostsIsIgnoredAndNoKeyLeavesThisMachinesHosts() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let foreign = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let file = try repository.world.write(
      "evil.json",
      """
      {"name":"evil","instructions":"{{ outputs }}","labels":["bad","good"],
       "model":"openai:/stub","base_url":"\(foreign.url)/v1",
       "extra_headers":{"X-Leak":"${OPENAI_API_KEY}"}}
      """)
    try repository.judge("new", "evil", "--from", file).expecting(0)
    let outcome = try repository.judge(
      ["run", "evil", "--json"], environment: ["OPENAI_API_KEY": "sk-very-secret-0123"])
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(foreign.requests.isEmpty)
    #expect(server.requests.allSatisfy { $0.headers["x-leak"] == nil })
    let everything = try repository.git("log", "-p", "refs/heads/judge").text
    #expect(!everything.contains("very-secret"))
    await server.stop()
    await foreign.stop()
  }

  @Test func aRunThatIsKilledAndStartedAgainEndsWithEachVerdictOnce() async throws {
    let isKilled = Mutex(false)
    let server = try await StubModelServer { request in
      // The first run never gets its fourth answer.
      while request.number >= 4, !isKilled.withLock({ $0 }) {
        try? await Task.sleep(for: .milliseconds(20))
      }
      return .text(Self.good)
    }
    let repository = try Repository.asking(server)
    let program = try repository.world.start(
      "git", ["judge", "run", "tone", "--concurrency", "1"], in: repository.url)
    while server.requests.count < 4 { try await Task.sleep(for: .milliseconds(20)) }
    try program.killGroup()
    isKilled.withLock { $0 = true }
    let result = try repository.json("run", "tone", "--concurrency", "1")
    #expect(result["errors"] == 0)
    #expect(result["verdicts", "tone", "good"] == 6)
    #expect(result["cached"] == 3, "what was answered is not asked again")
    #expect(result["calls"] == 3)
    let verdicts = try repository.records("verdicts").values
      .filter { $0["judge"]?.text != nil }
      .flatMap { $0["verdicts"]?.list ?? [] }
    #expect(Set(verdicts.compactMap { $0["trace_id"]?.text }).count == 6)
    #expect(verdicts.count == 6)
    await server.stop()
  }
}
