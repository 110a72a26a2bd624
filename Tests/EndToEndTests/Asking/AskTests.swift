import Foundation
import JudgeTestSupport
import StubModelServer
import Testing

/// `git judge ask`: one case, or many, and nothing is recorded.
@Suite struct AskTests {
  private static let good = #"{"rationale":"Polite.","result":"good"}"#

  /// A repository whose judge `tone` asks a server that answers as the script says.
  private func asking(
    _ server: StubModelServer, _ options: String...
  ) throws -> Repository {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(3))
    let file = try repository.world.write("tone.md", "Is {{ outputs }} polite to {{ inputs }}?\n")
    try repository.judge(
      ["new", "tone", "--instructions", "@\(file)", "--values", "bad,good", "--pass", "good"]
        + ["--model", "openai:/stub"] + options
    ).expecting(0)
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1")
    return repository
  }

  @Test func oneCaseIsAnsweredAndNothingIsRecorded() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try asking(server)
    let before = try repository.git("for-each-ref").text
    let arguments = [
      "ask", "tone", "--inputs", #"{"question": "Where?"}"#, "--outputs", "On its way.", "--json",
    ]
    let first = try repository.judge(arguments).expecting(0).json()
    #expect(first["value"] == "good" && first["passed"] == true && first["rationale"] == "Polite.")
    #expect(first["judge"] == "tone@v1" && first["version"] == 1)
    #expect(first["model"] == "openai:/stub" && first["cached"] == false && first["calls"] == 1)
    #expect(first["score"] == .null && first["error"] == .null && first["id"] == .null)
    let second = try repository.judge(arguments).expecting(0).json()
    #expect(second["cached"] == true && second["calls"] == 0 && second["value"] == "good")
    let file = try repository.world.write(
      "case.json", "{\n \"outputs\": \"On its way.\",\n \"inputs\": {\"question\": \"Where?\"}\n}\n"
    )
    let third = try repository.judge(
      ["ask", "tone@v1", "--json", "--offline"], input: URL(fileURLWithPath: file))
    #expect(try third.expecting(0).json()["cached"] == true, "the same case, whatever it came by")
    #expect(server.requests.count == 1)
    let text = try repository.judge(["ask", "tone", "--file", file]).expecting(0).text
    #expect(text.contains("Value       good (passes)") && text.contains("from the cache"))
    #expect(try repository.git("for-each-ref").text == before)
    #expect(try repository.json("runs", "list")["runs"] == [])
    await server.stop()
  }

  @Test func aTraceOfTheStoreIsACase() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(4))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    let id = try repository.traceID("case-2")
    let answer = try repository.json("ask", "tone", "--trace", id)
    #expect(answer["id"] == "case-2" && answer["cached"] == .null)
    #expect(["good", "bad"].contains(answer["value"]))
  }

  @Test func aCalibrationTellsItsProbabilities() throws {
    let set = try AlignedSet.shared.get()
    let id = try set.repository.traceID("case-1")
    let before = try set.repository.json("ask", "tone@v1", "--trace", id)
    let answer = try set.repository.json("ask", "tone@v2", "--trace", id)
    #expect(before["score"] == .null && before["uncalibrated_value"] == .null)
    #expect(answer["uncalibrated_value"] == before["value"])
    #expect(answer["value"] != before["value"], "the base knows the contrary")
    let value = try #require(answer["value"]?.text)
    let likely = try #require(answer["probabilities", value]?.number)
    let sum = answer["probabilities"]?.object?.values.reduce(0) { $0 + ($1.number ?? 0) } ?? 0
    #expect(likely > 0.5 && abs(sum - 1) < 1e-9, "\(answer.line)")
    #expect(answer["score"] == answer["probabilities", "good"], "the probability that it passes")
  }

  @Test func linesAreAnsweredInOrderAndBadOnesWithErrors() async throws {
    let server = try await StubModelServer { request in
      // The first case takes longest.
      if request.prompt.contains("case 1") { try? await Task.sleep(for: .milliseconds(300)) }
      return .text(Self.good)
    }
    let repository = try asking(server)
    var lines = (1...20).map {
      #"{"client_request_id":"c\#($0)","inputs":"case \#($0)","outputs":"x"}"#
    }
    lines[4] = #"{"input": 1}"#
    lines[6] = "{"
    lines[8] = #"{"inputs":"a","outputs":"b","expectations":3}"#
    lines[10] = "[1]"
    lines[12] = ""
    let file = try repository.world.write("cases.jsonl", lines.joined(separator: "\n"))
    for arguments in [["ask", "tone", "--jsonl", "--file", file], ["ask", "tone", "-"]] {
      let outcome = try repository.judge(arguments, input: URL(fileURLWithPath: file))
      #expect(outcome.status == 3, "\(outcome.all)")
      let answers = try outcome.lines.map { try JSON(parsing: Data($0.utf8)) }
      #expect(answers.compactMap { $0["line"]?.int } == (1...20).filter { $0 != 13 })
      let failed = answers.filter { $0["value"] == .null }
      #expect(failed.map { $0["line"] } == [5, 7, 9, 11])
      #expect(failed.allSatisfy { $0["error", "code"] == "INVALID_CASE" })
      let messages = failed.compactMap { $0["error", "message"]?.text }
      #expect(messages[0].contains("inputs:") && messages[0].contains("instead of input"))
      #expect(messages[2].hasPrefix("expectations:"))
      #expect(answers.first?["id"] == "c1")
      #expect(outcome.errorText.contains("4 errors in 19 cases"), "\(outcome.errorText)")
    }
    await server.stop()
  }

  @Test func aBudgetIsNotOvershot() async throws {
    let server = try await StubModelServer { _ in .text(Self.good) }
    let repository = try asking(server)
    let file = try repository.world.write(
      "cases.jsonl", lines: (0..<6).map { ["inputs": .text("case \($0)"), "outputs": "x"] })
    let outcome = try repository.judge([
      "ask", "tone", "--jsonl", "--file", file, "--max-calls", "4",
    ])
    #expect(outcome.status == 6, "\(outcome.all)")
    let answers = try outcome.lines.map { try JSON(parsing: Data($0.utf8)) }
    #expect(answers.count { $0["value"] == "good" } == 4 && server.requests.count == 4)
    #expect(
      answers.count { $0["error", "code"] == "BUDGET" && $0["error", "exit_status"] == 6 } == 2)
    let offline = try repository.judge([
      "ask", "tone", "--inputs", "new", "--outputs", "x", "--offline", "--json",
    ])
    #expect(offline.status == 125, "\(offline.all)")
    #expect(try JSON(parsing: offline.errors)["error"] == "offline")
    await server.stop()
  }

  @Test func processesShareABudget() async throws {
    let server = try await StubModelServer { _ in
      try? await Task.sleep(for: .milliseconds(20))
      return .text(Self.good)
    }
    let repository = try asking(server)
    let running = try (0..<4).map { worker in
      let file = try repository.world.write(
        "cases-\(worker).jsonl",
        lines: (0..<10).map { ["inputs": .text("case \(worker)-\($0)"), "outputs": "x"] })
      return try repository.world.start(
        Binary.path,
        ["ask", "tone", "--jsonl", "--file", file, "--max-calls", "17", "--shared-budget", "all"],
        in: repository.url)
    }
    let outcomes = try running.map { try $0.wait() }
    #expect(outcomes.contains { $0.status == 6 })
    let answered = outcomes.flatMap(\.lines).count { $0.contains(#""value":"good""#) }
    #expect(answered == 17 && server.requests.count == 17)
    let more = ["ask", "tone", "--inputs", "x", "--outputs", "y", "--max-calls", "17"]
    try repository.judge(more + ["--shared-budget", "all"]).expecting(6)
    try repository.judge(more + ["--shared-budget", "other"]).expecting(0)
    let bad = try repository.judge(more + ["--shared-budget", "../x"])
    #expect(bad.status == 2 && bad.errorText.contains("shared budget"), "\(bad.all)")
    let budget = repository.url.appending(path: ".git/git-judge/budgets/all.json")
    try Data("{".utf8).write(to: budget)
    let damaged = try repository.judge(
      [
        "ask", "tone", "--inputs", "z", "--outputs", "x", "--max-calls", "90", "--shared-budget",
        "all",
      ])
    #expect(damaged.status == 3 && damaged.errorText.contains("is damaged"), "\(damaged.all)")
    await server.stop()
  }

  @Test func secretsAreNotShown() async throws {
    let key = "sk-proj-" + "Zq8vN3xW1mT5yR7uK2pL9aB4cD6eF0gH"
    let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let server = try await StubModelServer { request in
      let told = request.headers["authorization"] ?? ""
      return .text(#"{"rationale":"You sent \#(told), and \#(token).","result":"good"}"#)
    }
    let repository = try asking(server)
    let outcome = try repository.judge(
      ["ask", "tone", "--inputs", "a", "--outputs", "b", "--json"],
      environment: ["OPENAI_API_KEY": key])
    #expect(outcome.status == 0 && !outcome.all.contains("Zq8vN3xW1"), "\(outcome.all)")
    #expect(!outcome.all.contains(token))
    #expect(outcome.errorText.contains("what looks like an access token"))
    await server.stop()
  }

  @Test func aProgramOfOthersIsNotRun() throws {
    let repository = try Repository.ready()
    let script = repository.url.appending(path: "check.sh")
    try Data("#!/bin/sh\necho '{\"value\": true, \"rationale\": \"ran\"}'\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    try repository.judge("new", "format", "--exec", "./check.sh").expecting(0)
    let own = try repository.json("ask", "format", "--inputs", "a")
    #expect(own["value"] == true && own["passed"] == true && own["model"] == .null)
    #expect(own["source", "source_type"] == "CODE")
    let other = try repository.clone("other")
    for arguments in [
      ["ask", "format", "--inputs", "a", "--json"], ["ask", "format", "--jsonl", "--json"],
    ] {
      let refused = try other.judge(arguments)
      #expect(refused.status == 4 && refused.output.isEmpty, "\(refused.all)")
      #expect(try JSON(parsing: refused.errors)["error"] == "not-trusted")
    }
  }

  @Test func wrongUseIsExplained() throws {
    let repository = try Repository.ready()
    try repository.newJudge("tone", "--values", "bad,good", "--model", "embedded:/lexical")
    let two = try repository.world.write("two.jsonl", "{\"inputs\": 1}\n{\"inputs\": 2}\n")
    let bad = try repository.world.write("bad.json", "{\"inputs\": 1,\n \"outputs\": }\n")
    let cases: [(arguments: [String], status: Int32, says: String)] = [
      (["ask", "tone", "--inputs", "{"], 2, "--inputs is not valid JSON"),
      (["ask", "tone", "--inputs", "1", "--trace", "x"], 2, "one place"),
      (["ask", "tone", "--jsonl", "--outputs", "x"], 2, "--jsonl reads lines"),
      (["ask", "tone", "case.json"], 2, "--file"),
      (["ask", "tone", "--file", "missing.json"], 3, "missing.json: there is no such file"),
      (["ask", "tone", "--file", two], 3, "line 2: a second case"),
      (["ask", "tone", "--file", bad], 3, "line 2 of the document"),
      (["ask", "tone", "--expectations", "3", "--inputs", "x"], 3, "expectations: must be"),
      (["ask", "tone"], 3, "there is no case"), (["ask", "none", "--inputs", "x"], 3, "\"none\""),
      (["ask", "tone@v9", "--inputs", "x"], 3, "tone@v9"),
    ]
    for (arguments, status, says) in cases {
      let outcome = try repository.judge(arguments)
      #expect(outcome.status == status && outcome.errorText.contains(says), "\(outcome.all)")
      #expect(outcome.output.isEmpty, "\(outcome.all)")
    }
  }
}
