import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite struct MemAlignTests {
  private static let answer = #"""
    {"guidelines": [{"guideline_text": "Short answers are good.", "source_trace_ids": [1, 3],
    "replaces": []}]}
    """#

  private func align(
    _ body: JudgeBody, _ examples: [AlignmentExample], _ model: Scripted
  ) async throws -> AlignmentProposal {
    let context = model.context()
    return try await MemAlign().align(
      try context.registry.judge(body), to: examples, context: context)
  }

  @Test func guidelinesKeepTheLabelsBehindThem() async throws {
    let model = Scripted { _ in Self.answer }
    let body = try await align(Examples.body(), Examples.several(4), model).body
    #expect(
      body.guidelines == [
        Guideline(
          text: "Short answers are good.", labels: ["a-tr-100-reviewer-0", "a-tr-102-reviewer-0"],
          traces: ["tr-100", "tr-102"])
      ])
    #expect(body.examples.compactMap(Episode.init).map(\.traceID) == (100..<104).map { "tr-\($0)" })
    #expect(body.retrieval == Retrieval(count: 5, floor: 0.05))
    #expect(model.requests.count == 1)
  }

  @Test func labelsAndReasonsReachTheDistillationInTheirPlace() async throws {
    let model = Scripted { _ in Self.answer }
    let example = Examples.one("tr-1", "BAD Value", reason: "it names no \"order\"}", said: "good")
    _ = try await align(Examples.body(), [example], model)
    let prompt = try #require(model.prompts.first)
    let places = [
      "question tr-1", "answer tr-1", "BAD Value", "it names no \"order\"}", "own verdict: good",
    ]
    .compactMap { prompt.ranges(of: $0).last?.lowerBound }
    #expect(places.count == 5 && places == places.sorted(), "\(prompt)")
  }

  @Test func nothingNewCostsNothingAndIsTheSameJudge() async throws {
    let model = Scripted { _ in Self.answer }
    let first = try await align(Examples.body(), Examples.several(6), model).body
    let again = try await align(first, Examples.several(6), model).body
    #expect(again == first && model.requests.count == 1)
  }

  @Test func onlyWhatIsNewIsDistilled() async throws {
    let model = Scripted { _ in Self.answer }
    let first = try await align(Examples.body(), Examples.several(4), model).body
    _ = try await align(first, Examples.several(6), model)
    let prompt = try #require(model.prompts.last)
    #expect(model.requests.count == 2)
    #expect(prompt.contains("answer tr-105") && !prompt.contains("answer tr-100"))
    // What it knows is named, so that it is not said again.
    #expect(prompt.contains("1. Short answers are good."))
  }

  @Test func changedLabelsForgetWhatTheyTaught() async throws {
    let model = Scripted { request in
      request.messages.last?.content.contains("Case 2.") == true
        ? Self.answer : #"{"guidelines": []}"#
    }
    let examples = Examples.several(3)
    let first = try await align(Examples.body(), examples, model).body
    // Both sources of the guideline change their label.
    let changed = [
      Examples.one("tr-100", "bad", reason: "on reflection"), examples[1],
      Examples.one("tr-102", "bad", reason: "no"),
    ]
    let proposal = try await align(first, changed, Scripted { _ in #"{"guidelines": []}"# })
    #expect(proposal.body.guidelines.isEmpty)
    #expect(proposal.body.examples.compactMap(Episode.init).map(\.value) == ["bad", "bad", "bad"])
    // And where a label vanished its episode goes, without a call.
    let silent = Scripted { _ in "" }
    let fewer = try await align(first, Array(examples.dropLast()), silent).body
    #expect(fewer.examples.count == 2 && fewer.guidelines.count == 1 && silent.requests.isEmpty)
  }

  @Test func batchesKnowEachOthersGuidelines() async throws {
    let model = Scripted { request in
      let text = request.messages.last?.content ?? ""
      return text.contains("1. Short answers are good.")
        ? #"{"guidelines": [{"guideline_text": "Short answers that name the order are good.", "source_trace_ids": [1], "replaces": [1]}]}"#
        : Self.answer
    }
    let body = try await align(Examples.body(), Examples.several(60), model).body
    #expect(model.requests.count == 2)
    #expect(
      body.guidelines.map(\.supersededBy) == ["Short answers that name the order are good.", nil])
    // What was replaced is kept and not followed.
    let judge = try model.context().registry.judge(body)
    _ = await judge.feedback(on: Examples.one("tr-9").trace)
    #expect(model.prompts.last?.contains("- Short answers are good.") == false)
  }

  @Test func aFailedBatchIsSaid() async throws {
    let model = Scripted { request in
      request.messages.last?.content.contains("answer tr-100") == true
        || request.messages.count > 2 && !Self.isSecond(request) ? "no JSON here" : Self.answer
    }
    let proposal = try await align(Examples.body(), Examples.several(60), model)
    #expect(
      proposal.notes.count == 1 && proposal.notes[0].contains("50 labels taught no guideline"))
    #expect(proposal.body.guidelines.count == 1 && proposal.body.examples.count == 60)
    await #expect(throws: JudgeFailure.self) {
      try await align(Examples.body(), Examples.several(6), Scripted { _ in "no" })
    }
  }

  private static func isSecond(_ request: ChatRequest) -> Bool {
    request.messages.contains { $0.content.contains("answer tr-159") }
  }

  @Test func whatSaysTheSameIsOneGuideline() async throws {
    let model = Scripted { _ in
      #"""
      {"guidelines": [
      {"guideline_text": "An answer is good if it names the order number.", "source_trace_ids": [1]},
      {"guideline_text": "An answer is good if it names the order number!", "source_trace_ids": ["2"]},
      {"guideline_text": "An answer is not good if it names the order number.", "source_trace_ids": ["tr-102"]},
      {"guideline_text": "  ", "source_trace_ids": [1]}]}
      """#
    }
    let body = try await align(Examples.body(), Examples.several(4), model).body
    #expect(body.guidelines.count == 2)
    #expect(body.guidelines.first?.traces == ["tr-100", "tr-101"])
    #expect(body.guidelines.last?.traces == ["tr-102"])
  }

  @Test func theSameStepsInOneOrTwoGiveTheSameExamples() async throws {
    let model = Scripted { _ in #"{"guidelines": []}"# }
    let all = Examples.several(8)
    let half = try await align(
      Examples.body(), all.enumerated().filter { $0.offset % 2 == 0 }.map(\.element), model
    ).body
    let whole = try await align(half, all, model).body
    #expect(whole == (try await align(Examples.body(), all, model).body))
  }
}
