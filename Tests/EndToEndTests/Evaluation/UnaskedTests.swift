import Foundation
import StubModelServer
import Testing

/// Unasked verdicts are counted apart from errors, and each error names its trace.
@Suite struct UnaskedTests {
  private static let good = #"{"rationale":"Fine.","result":"good"}"#

  private func run(_ outcome: Outcome) throws -> String {
    try #require(try outcome.json()["run"]?.text)
  }

  @Test func unaskedVerdictsAreNotErrors() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let text = try repository.judge("run", "tone", "--max-calls", "2")
    #expect(text.status == 6)
    #expect(text.text.contains(": 6 traces, 0 errors, 4 not asked for\n"), "\(text.all)")
    #expect(!text.errorText.contains("error"), "\(text.all)")

    let first = try repository.judge("run", "tone", "--max-calls", "0", "--json")
    #expect(try first.json()["errors"] == 0 && first.json()["unasked"] == 4)
    #expect(try first.json()["error_groups"] == [])
    let shown = try repository.json("runs", "show", try run(first))
    #expect(shown["metrics", "tone/errors"] == 0 && shown["metrics", "unasked"] == 4)
    let gated = try repository.judge("gate", try run(first), "--max-errors", "9", "--json")
    #expect(gated.status == 1, "a question that was not asked is not passed: \(gated.all)")
    let checks = try gated.json()["checks"]?.list ?? []
    #expect(checks.contains { $0["name"] == "errors" && $0["value"] == 0 && $0["passed"] == true })
    #expect(
      checks.contains { $0["name"] == "unasked" && $0["value"] == 4 && $0["passed"] == false })

    let whole = try repository.judge("run", "tone", "--json").expecting(0)
    let compared = try repository.judge("compare", try run(first), try run(whole))
    #expect(compared.errorText.contains("4 verdicts of run \(try run(first)) were not asked for"))
    #expect(try repository.judge("gate", try run(whole), "--allow-unfit").status == 0)
    await server.stop()
  }

  @Test func aRunWithoutVerdictsCannotBeGated() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let nothing = try repository.judge("run", "tone", "--offline", "--json")
    #expect(nothing.status == 125)
    #expect(try nothing.json()["errors"] == 0 && nothing.json()["unasked"] == 6)
    let gated = try repository.judge("gate", try run(nothing))
    #expect(gated.status == 3)
    #expect(gated.errorText.contains("6 verdicts were not asked for"), "\(gated.all)")
    await server.stop()
  }

  @Test func evaluateCountsThemApartInEveryFormat() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    let arguments = ["evaluate", "--judge", "tone", "--no-log", "--max-calls"]
    let text = try repository.judge(arguments + ["2"])
    #expect(text.status == 6)
    #expect(text.text.contains(": 6 rows, 0 errors, 4 not asked for\n"), "\(text.all)")
    #expect(text.text.contains("(not asked for)") && !text.text.contains("BUDGET"), "\(text.all)")
    #expect(!text.errorText.contains("error"), "\(text.all)")

    let result = try repository.judge(arguments + ["0", "--json"]).json()
    #expect(result["errors"] == 0 && result["unasked"] == 4)
    #expect(result["metrics", "tone/errors"] == 0 && result["metrics", "tone/error_rate"] == 0)
    #expect(result["metrics", "tone/pass"] == 1, "of the rows that were asked about")
    let rows = result["rows"]?.list ?? []
    let unasked = rows.filter { $0["tone/value"] == .null }
    #expect(unasked.count == 4)
    #expect(unasked.allSatisfy { $0["tone/error_message"] == .null })
    #expect(unasked.allSatisfy { $0["tone/unasked"]?.text?.hasPrefix("BUDGET: ") == true })

    let junit = try repository.judge(arguments + ["0", "--junit"]).text
    #expect(junit.contains("failures=\"0\" errors=\"0\" skipped=\"4\""), "\(junit)")
    #expect(junit.components(separatedBy: "<skipped ").count == 5, "\(junit)")
    await server.stop()
  }

  @Test func anEnsembleWithAnUnaskedMemberIsUnasked() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try Repository.asking(server)
    try repository.newJudge(
      "other", "--values", "bad,good", "--pass", "good", "--model", "recorded:/nobody")
    try repository.judge(
      "new", "panel", "--ensemble", "majority", "--member", "other", "--member", "tone"
    ).expecting(0)
    let result = try repository.judge("run", "panel", "--max-calls", "0", "--json")
    #expect(result.status == 6, "\(result.all)")
    #expect(try result.json()["errors"] == 0 && result.json()["unasked"] == 6)
    await server.stop()
  }

  @Test func eachErrorNamesItsTraceAndIsPrintedOnce() async throws {
    let context = "request (4703 tokens) exceeds the available context size (2048 tokens)"
    let server = try await StubModelServer { request in
      if request.prompt.contains("parcel 3") {
        return .status(400, headers: [:], body: #"{"error":{"message":"\#(context)"}}"#)
      }
      return request.prompt.contains("parcel 1") ? .text("Hm.") : .text(Self.good)
    }
    let repository = try Repository.asking(server)
    let ids = try repository.json("trace", "list")["traces"]?.list ?? []
    func id(_ key: String) throws -> String {
      let trace = ids.first { $0["client_request_id"] == .text(key) }
      return try #require(trace?["trace_id"]?.text)
    }
    for command in [["run", "tone"], ["evaluate", "--judge", "tone", "--no-log"]] {
      let outcome = try repository.judge(command)
      #expect(
        outcome.errorText.contains(
          "error: \(try id("case-3")): MODEL_FAILED: openai:/stub refused the request "
            + "(status 400): \(context)\n"), "\(outcome.all)")
      #expect(
        outcome.errorText.contains("error: \(try id("case-1")): INVALID_REPLY: "),
        "\(outcome.all)")
      let groups = try repository.judge(command + ["--json"]).json()["error_groups"]?.list ?? []
      #expect(groups.count == 2 && groups.allSatisfy { $0["n"] == 1 && $0["names"] == ["tone"] })
    }
    await server.stop()
  }

  @Test func anUnreachableServerIsReportedOnce() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(6))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "openai:/stub")
    try repository.git("config", "judge.openai.baseUrl", "http://127.0.0.1:1/v1").expecting(0)
    let outcome = try repository.judge("run", "tone")
    #expect(outcome.status == 3)
    let errors = outcome.errorText.components(separatedBy: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors.count == 1, "\(outcome.all)")
    #expect(errors.first?.contains("/v1: connection refused (6 verdicts; also tr-") == true)
  }

  @Test func aReplyThatWasCutOffIsReported() async throws {
    let body = """
      {"choices":[{"finish_reason":"length","message":{"content":"{\\"rationale\\": \\"It"}}],
       "usage":{"prompt_tokens":9,"completion_tokens":12}}
      """
    let server = try await StubModelServer { _ in .status(200, headers: [:], body: body) }
    let repository = try Repository.asking(server)
    for attempt in [["--concurrency", "2"], ["--offline"]] {
      let outcome = try repository.judge(["run", "tone"] + attempt)
      #expect(outcome.status == 3)
      #expect(
        outcome.errorText.contains("cut off after 12 tokens (finish_reason length)"),
        "\(outcome.all)")
      #expect(outcome.errorText.contains("max_tokens"), "\(outcome.all)")
    }
    #expect(server.requests.count == 12)
    await server.stop()
  }
}
