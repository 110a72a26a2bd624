import Foundation
import JudgeTestSupport
import SimulatedModel
import StubModelServer
import Testing

/// Alignment that teaches a judge in words, through the installed binary: a simulated model on
/// loopback that takes length for quality, and reviewers who go by a rule.
@Suite struct TeachingTests {
  private func ready(
    _ server: SimulatedModelServer, labels: Int = 60, rule: PlantedRule = .orderNumber,
    hasSignal: Bool = true
  ) throws -> Repository {
    try Repository.teaching(server, labels: labels, rule: rule, hasSignal: hasSignal)
  }

  @Test func memAlignIsTheDefaultAndItsJudgeStandsAlone() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server)
    let aligned = try repository.json("align", "support_quality")
    #expect(aligned["optimizer"] == "memalign")
    #expect(aligned["improved"] == true, "\(aligned)")
    let reflections = server.chats.count { $0.prompt.contains("write the guidelines") }
    #expect(reflections == 2 && server.embeddings.isEmpty)
    #expect((aligned["guidelines"]?.number ?? 0) >= 1)
    #expect((aligned["examples"]?.number ?? 0) > 20)
    #expect((aligned["relative_accuracy_gain"]?.number ?? 0) > 0.3, "\(aligned)")
    #expect((aligned["improvement"]?.number ?? 0) > 0.2)
    #expect(aligned["calls"]?.number == Double(server.chats.count))

    // The same seed and answers give the same judge, and call nothing.
    let again = try repository.json("align", "support_quality")
    #expect(again["hash"] == aligned["hash"] && again["calls"] == 0)
    let talk = try repository.judge("align", "support_quality", "-v").expecting(0).errorText
    #expect(talk.contains("distilled") && talk.contains("guideline: "), "\(talk)")

    try repository.judge(
      "register", "support_quality", "--as", "support_quality_aligned", "--tag",
      "alignment_date=2026-11-20"
    ).expecting(0)
    // With nothing new to learn the aligned judge is its own result.
    let same = try repository.json("align", "support_quality_aligned", "--offline")
    #expect(same["hash"] == aligned["hash"] && same["calls"] == 0)
    #expect(same["conclusion"]?.text?.contains("nothing new") == true)

    // Its verdicts stay after its training traces are relabelled and deleted, and from a clone.
    let before = try repository.json("run", "support_quality_aligned", "--offline")
    let page = try repository.json("trace", "list")
    let ids = page["traces"]?.list?.compactMap { $0["trace_id"]?.text } ?? []
    for id in ids.prefix(10) {
      try repository.judge(
        "feedback", "add", id, "--name", "support_quality", "--value", "no"
      ).expecting(0)
    }
    let after = try repository.json("run", "support_quality_aligned", "--offline")
    #expect(after["verdicts"] == before["verdicts"])
    let other = try repository.clone("other")
    try other.git("config", "judge.openai.baseUrl", server.baseURL).expecting(0)
    let there = try other.json("run", "support_quality_aligned")
    #expect(there["verdicts"] == before["verdicts"])
    await server.stop()
  }

  @Test func anEmbeddingModelIsAskedInFewBatches() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server, labels: 50)
    let aligned = try repository.json(
      "align", "support_quality", "--optimizer", "memalign", "--set",
      "embedding_model=openai:/embed", "--set", "retrieval_k=3")
    #expect(aligned["improved"] == true, "\(aligned)")
    // The training part at once, then the held-out part.
    #expect(server.embeddings.count == 2)
    #expect(server.chats.count { $0.prompt.contains("write the guidelines") } == 2)
    let before = server.embeddings.count
    _ = try repository.json(
      "align", "support_quality", "--optimizer", "memalign", "--set",
      "embedding_model=openai:/embed", "--set", "retrieval_k=3")
    #expect(server.embeddings.count == before)
    await server.stop()
  }

  @Test func optimizersAreComparedOnTheSameTraces() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server)
    let compared = try repository.json(
      "align", "support_quality", "--compare", "few-shot,memalign,calibration", "--concurrency",
      "32")
    let entries = try #require(compared["optimizers"]?.list)
    #expect(entries.count == 3)
    #expect(Set(entries.map { $0["selection"]?["n"] }).count == 1)
    // Few labels: all of the training part decides, in folds.
    #expect(entries.allSatisfy { $0["selection"]?["method"] == "cross-validation" })
    #expect(entries.first?["selection"]?["n"] == compared["split", "train"])
    #expect(compared["split", "test_openings"] == 1)
    #expect(compared["winner"] != .null && compared["optimizer"] == compared["winner"])
    await server.stop()
  }

  @Test func aComparisonWithoutAWinnerLeavesTheHeldOutPartClosed() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server, hasSignal: false)
    let compared = try repository.json(
      "align", "support_quality", "--compare", "few-shot,calibration", "--concurrency", "32")
    #expect(compared["winner"] == .null && compared["improved"] == false)
    #expect(compared["base"] == .null && compared["aligned"] == .null)
    #expect(compared["split", "test_openings"] == 0)
    let text = try repository.judge(
      "align", "support_quality", "--compare", "few-shot,calibration"
    ).expecting(0)
    #expect(text.all.contains("the held-out part stays closed"))
    #expect(text.all.contains("held out              not opened"))
    let alone = try repository.json("align", "support_quality", "--optimizer", "calibration")
    #expect(alone["split", "test_openings"] == 1)
    await server.stop()
  }

  @Test func aBudgetStopsAnAlignmentAndTheNextOneGoesOn() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server)
    let stopped = try repository.judge("align", "support_quality", "--max-calls", "70")
    #expect(stopped.status == 6, "\(stopped.all)")
    #expect(stopped.errorText.contains("run it again"), "\(stopped.all)")
    let calls = server.chats.count
    #expect(calls <= 70)
    try repository.judge("align", "support_quality").expecting(0)
    let total = server.chats.count
    try repository.judge("cache", "clear").expecting(0)
    let whole = try repository.json("align", "support_quality")
    #expect(whole["calls"]?.number == Double(total))
    await server.stop()
  }

  @Test func aProgramCanBeTheOptimizer() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server)
    let program = PackageFolder.root().appendingPathComponent(
      "Examples/optimizers/first-reasons.py")
    let aligned = try repository.json("align", "support_quality", "--optimizer", program.path)
    #expect(aligned["optimizer"] == "program" && aligned["program"] == .text(program.path))
    #expect((aligned["guidelines"]?.number ?? 0) > 2)
    try repository.judge("register", "support_quality", "--as", "taught", "--force").expecting(0)
    for command in [["log", "taught"], ["show", "taught"]] {
      let text = try repository.judge(command).expecting(0).text
      #expect(text.contains("program \(program.path)"), "\(text)")
    }
    let tag = try repository.git("tag", "-n9", "--list", "judge/support/taught/v1").text
    #expect(tag.contains("program \(program.path)"), "\(tag)")
    let broken = try repository.world.write("broken.sh", "#!/bin/sh\necho '{\"name\": 3}'\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: broken)
    let outcome = try repository.judge("align", "support_quality", "--optimizer", broken)
    #expect(outcome.status == 3 && outcome.errorText.contains("no judge"), "\(outcome.all)")
    await server.stop()
  }

  @Test func aProgramNamesOnlySourcesThatItWasShown() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server)
    let program = try repository.world.write(
      "inventive.py",
      """
      #!/usr/bin/env python3
      import json, sys
      task = json.load(sys.stdin)
      judge, first = task["judge"], task["examples"][0]
      own = first["votes"][0]["assessment_id"]
      judge["guidelines"] = [{
          "guideline_text": "An answer passes when it names the order number.",
          "source_assessment_ids": ["a-invented", own],
          "source_trace_ids": ["tr-invented", first["trace_id"]],
      }]
      case = {"inputs": first["inputs"], "outputs": first["outputs"], "value": first["label"]}
      judge["examples"] = [
          {**case, "trace_id": first["trace_id"], "source_assessment_ids": [own]},
          {**case, "trace_id": "tr-elsewhere", "source_assessment_ids": [own]},
          {**case, "trace_id": first["trace_id"], "source_assessment_ids": ["a-elsewhere"]},
          case,
      ]
      json.dump(judge, sys.stdout)
      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let aligned = try repository.json("align", "support_quality", "--optimizer", program)
    let warnings = (aligned["warnings"]?.list ?? []).compactMap(\.text)
    for name in ["a-invented, tr-invented", "tr-elsewhere"] {
      #expect(
        warnings.contains { $0.contains("was not shown") && $0.contains(name) }, "\(warnings)")
    }
    let body = try repository.json("show", try #require(aligned["hash"]?.text))
    let guideline = try #require(body["guidelines"]?.list?.first)
    #expect(guideline["source_assessment_ids"]?.list?.count == 1)
    #expect(guideline["source_trace_ids"]?.list?.count == 1)
    #expect(guideline["source_assessment_ids"]?.list?.first?.text != "a-invented")
    #expect(body["examples"]?.list?.count == 2, "the shown one, and one that names no trace")
    await server.stop()
  }

  @Test func wrongParametersAreNamed() async throws {
    let server = try await SimulatedModelServer()
    let repository = try ready(server)
    for (arguments, word) in [
      (["--optimizer", "gepa", "--set", "retrieval_k=5"], "max_metric_calls"),
      (["--optimizer", "memalign", "--set", "retrieval_k=0"], "from 1 to 100"),
      (["--optimizer", "sima"], "memalign, simba"),
      (["--set", "retrieval_k=0"], "from 1 to 100"),
      (["--set", "retrieval_k"], "\"retrieval_k\" is not a setting: write KEY=VALUE"),
      (["--set", "trials=5"], "memalign has no parameter \"trials\""),
      (["--compare", "memalign,gepa", "--set", "retrieval_k=3"], "--set is about one optimizer"),
    ] {
      let outcome = try repository.judge(["align", "support_quality"] + arguments)
      #expect(outcome.status != 0 && outcome.errorText.contains(word), "\(outcome.all)")
    }
    #expect(server.chats.count <= 60)
    await server.stop()
  }
}
