import Foundation
import Testing

/// A judge on a real model over OpenAI's protocol: made, run, aligned, evaluated, gated.
///
/// This tests the protocol, budgets, the cache and error messages, not the quality of verdicts: a model
/// with 135 million parameters cannot judge.
@Suite(
  .serialized,
  .enabled(if: RealModelServer.python != nil, Comment(rawValue: RealModelServer.absent)))
struct RealModelTests {
  private static let polite = [
    "Of course, it arrives on Monday.", "Sorry for the wait; it is on its way.",
    "Thank you for asking: it is at the depot.", "Gladly. We open at nine.",
    "Please allow one more day, and thank you.", "Certainly, here is your invoice.",
  ]
  private static let rude = [
    "Stop asking.", "No idea.", "Read the page.", "Not my job.", "You are wrong.", "Go away.",
  ]

  /// Twelve traces that Ann labelled, each with her reason.
  private static let traces: [JSON] = (0..<12).map { number in
    let isPolite = number % 2 == 1
    return [
      "client_request_id": .text("case-\(number)"),
      "inputs": .text("Question \(number): where is my parcel?"),
      "outputs": .text((isPolite ? polite : rude)[number / 2]),
      "assessments": [
        [
          "name": "tone", "source_type": "HUMAN", "source_id": "ann",
          "value": isPolite ? "yes" : "no",
          "rationale": isPolite ? "It helps and thanks." : "It sends the customer away.",
        ]
      ],
    ]
  }

  private static func judge(_ name: String, maxTokens: Int) -> JSON {
    [
      "name": .text(name), "instructions": "Is {{ outputs }} polite? Give a reason of three words.",
      "labels": ["yes", "no"], "pass": ["yes"], "model": "openai:/smollm2",
      "inference_params": ["temperature": 0, "max_tokens": .number(Double(maxTokens))],
    ]
  }

  private func ready(_ server: RealModelServer, _ judges: (String, Int)...) throws -> Repository {
    let repository = try Repository.ready()
    try repository.git("config", "judge.openai.baseUrl", server.url).expecting(0)
    try repository.load(Self.traces)
    for (name, maxTokens) in judges {
      let file = try repository.world.write(
        "\(name).json", Self.judge(name, maxTokens: maxTokens).line)
      try repository.judge("new", name, "--from", file).expecting(0)
    }
    return repository
  }

  private func server(context: Int = 2048) async throws -> RealModelServer {
    try await RealModelServer(
      python: try #require(RealModelServer.python), context: context, slots: 2)
  }

  @Test func fromAJudgeToAGate() async throws {
    let server = try await server()
    let repository = try ready(server, ("tone", 96))
    let start = ContinuousClock.now
    let outcome = try repository.judge("run", "tone", "--concurrency", "2", "--json")
    let run = try outcome.expecting([0, 3]).json()
    print(
      "real model: 12 verdicts in \(ContinuousClock.now - start), \(run["calls"]?.int ?? 0) calls")
    let values = run["verdicts", "tone"]?.object ?? [:]
    #expect(Set(values.keys).isSubset(of: ["yes", "no"]), "the replies follow the schema")
    let given = values.values.compactMap(\.int).reduce(0, +)
    #expect(given + (run["errors"]?.int ?? 0) == 12 && run["unasked"] == 0, "\(run.line)")
    #expect(given >= 4, "a third of the replies can be read: \(outcome.all)")
    // If a server follows the schema, its only errors are replies that reach max_tokens.
    for group in run["error_groups"]?.list ?? [] {
      #expect(group["message"]?.text?.contains("finish_reason length") == true, "\(group.line)")
      #expect(group["trace_ids"]?.list?.isEmpty == false)
    }
    let calls = try #require(run["calls"]?.int)
    #expect((12...24).contains(calls))
    #expect((run["input_tokens"]?.int ?? 0) > calls * 20, "usage is counted: \(run.line)")
    #expect((run["output_tokens"]?.int ?? 0) > calls && run["cost"] == .null)

    // The second and third run make no call.
    for again in [["run", "tone"], ["run", "tone", "--offline"]] {
      let second = try repository.judge(again + ["--json"]).expecting([0, 3]).json()
      #expect(second["calls"] == 0 && second["verdicts"] == run["verdicts"], "\(second.line)")
      #expect(second["cached"]?.int == calls && second["errors"] == run["errors"])
    }

    // Examples only: this model cannot be relied on to reply with guidelines.
    let aligned = try repository.judge(
      "align", "tone", "--optimizer", "few-shot", "--set", "candidates=2", "--set", "trials=1",
      "--min-labels", "2", "--max-calls", "60", "--concurrency", "2", "--json")
    let card = try aligned.expecting(0).json()
    #expect((card["calls"]?.int ?? 99) <= 60 && card["optimizer"] == "few-shot", "\(card.line)")

    let rows = try repository.world.write("rows.jsonl", lines: Array(Self.traces.suffix(2)))
    let evaluated = try repository.judge(
      "evaluate", "--data", rows, "--judge", "tone@v1", "--concurrency", "2", "--json")
    let result = try evaluated.json()
    #expect(result["n"] == 2 && result["unasked"] == 0, "\(evaluated.all)")
    #expect(result["calls"] == 0, "a row has the same request as its trace")
    let id = try #require(run["run"]?.text)
    let errors = "\(run["errors"]?.int ?? 0)"
    let gate = ["gate", id, "--max-errors", errors, "--min"]
    try repository.judge(gate + ["tone/pass=0"]).expecting(0)
    #expect(try repository.judge(gate + ["tone/pass=1.01"]).status == 1)
    server.stop()
  }

  @Test func budgetsHold() async throws {
    let server = try await server()
    let repository = try ready(server, ("brief", 48))
    let first = try repository.judge(
      "run", "brief", "--max-calls", "3", "--concurrency", "2", "--json"
    ).expecting(6).json()
    #expect(first["calls"]?.int == 3, "\(first.line)")
    #expect((first["unasked"]?.int ?? 0) >= 9)
    // Two commands at the same time stay within one budget.
    let shared = [
      "judge", "run", "brief", "--shared-budget", "both", "--max-calls", "4", "--concurrency", "2",
      "--json",
    ]
    let programs = try (0..<2).map { _ in
      try repository.world.start("git", shared, in: repository.url)
    }
    let spent = try programs.map { try $0.wait().expecting(6).json()["calls"]?.int ?? 99 }
    #expect(spent.reduce(0, +) <= 4, "\(spent)")
    let offline = try repository.judge("run", "brief", "--offline", "--json").expecting(125).json()
    #expect(offline["calls"] == 0 && (offline["unasked"]?.int ?? 0) > 0)
    server.stop()
  }

  @Test func cutRepliesAndLongPromptsAreReportedInTheProvidersWords() async throws {
    let server = try await server(context: 1024)
    let repository = try ready(server, ("cut", 6), ("tone", 48))
    let cut = try repository.judge("run", "cut", "--where", "client_request_id = 'case-1'")
    #expect(cut.status == 3, "\(cut.all)")
    #expect(cut.errorText.contains("cut off after 6 tokens (finish_reason length)"), "\(cut.all)")
    let long = try repository.world.write(
      "long.json",
      JSON.object([
        "inputs": "Where?", "outputs": .text(String(repeating: "late parcel sorry ", count: 800)),
      ]).line)
    let refused = try repository.judge("ask", "tone", "--file", long)
    #expect(refused.status == 3, "\(refused.all)")
    #expect(refused.errorText.contains("exceeds the available context size"), "\(refused.all)")
    server.stop()
    let gone = try repository.judge("ask", "tone", "--inputs", "1", "--outputs", "2")
    #expect(gone.status == 3 && gone.errorText.contains("connection refused"), "\(gone.all)")
  }
}
