import Foundation
import Testing

@testable import GitJudge

/// The content of a labelling page, and the import of its labels.
@Suite struct ReviewFileTests {
  private static let kim = "kim@example.org"

  /// The data of a page.
  private func data(_ file: ReviewFile) throws -> JSONValue {
    let text = String(decoding: file.bytes, as: UTF8.self)
    let start = try #require(text.firstRange(of: "id=\"data\">")?.upperBound)
    let end = try #require(text[start...].firstRange(of: "</script>")?.lowerBound)
    return try JSONValue(parsing: Array(text[start..<end].utf8))
  }

  @Test func aPageHoldsTheQueueOfItsReviewerAndNothingOfOthers() async throws {
    let fixture = try await Fixture()
    try await fixture.label("c0", "bad", by: "secret@example.org", because: "SECRET-REASON")
    let file = try await fixture.store.reviews.file(["tone"], for: Self.kim)
    let data = try data(file)
    #expect(data["reviewer"]?.stringValue == Self.kim)
    let question = try #require(data["questions"]?.arrayValue?.first)
    #expect(
      question["choices"]?.arrayValue?.compactMap { $0["text"]?.stringValue } == ["good", "bad"])
    let current = try await fixture.store.guidelines.versions("tone").currentHash
    #expect(question["guideline"]?["hash"]?.stringValue == current.hex)
    let items = try #require(data["items"]?.arrayValue)
    #expect(items.count == file.items && file.traces == items.count)
    let shown = try await fixture.store.traces.find("c0")
    #expect(data["traces"]?[shown.id]?["seen"]?.stringValue == shown.shown?.hex)
    let text = String(decoding: file.bytes, as: UTF8.self)
    for secret in ["SECRET", "secret@", "recorded:/gpt", Fixture.ann, "assessments", "verdict\""] {
      #expect(!text.contains(secret), "the page holds \(secret)")
    }
    // The order is the reviewer's own, and the same each time.
    let again = try await fixture.store.reviews.file(["tone"], for: Self.kim)
    #expect(again.bytes == file.bytes)
    let other = try await fixture.store.reviews.file(["tone"], for: "lee@example.org")
    #expect(try self.data(other)["items"] != data["items"])
  }

  @Test func aLimitCountsTraces() async throws {
    let fixture = try await Fixture()
    var options = LabellingOptions()
    options.limit = 2
    let file = try await fixture.store.reviews.file(["tone"], for: Self.kim, options)
    #expect(file.traces == 2 && file.items == 2)
  }

  @Test func chatsAndSpansDoNotNameTheirModel() {
    let chat: JSONValue = ["model": "gpt", "messages": [["role": "user", "content": "gpt?"]]]
    #expect(ShownTrace.withoutModel(chat) == ["messages": [["role": "user", "content": "gpt?"]]])
    // The model of a car is not the model of a chat.
    #expect(ShownTrace.withoutModel(["model": "Golf"]) == ["model": "Golf"])
    var trace = Trace(id: "t", inputs: ["a": [chat]], outputs: "out")
    trace.spans = [
      [
        "span_id": "1", "name": "chat gpt-5", "start_time_unix_nano": "1000000",
        "end_time_unix_nano": "3500000",
        "attributes": ["gen_ai.request.model": "gpt-5", "gen_ai.usage.input_tokens": 3],
      ]
    ]
    let shown = ShownTrace(trace: trace, showsExpectations: false, conversation: []).json
    #expect(!shown.canonicalText.contains("\"gpt\"") && !shown.canonicalText.contains("gpt-5"))
    let span = shown["spans"]?.arrayValue?.first
    #expect(span?["name"] == "chat model" && span?["duration_ms"] == 2.5 && span?["tokens"] == 3)
  }

  // MARK: Import

  private func bundle(_ labels: JSONValue, skipped: JSONValue = [], flags: JSONValue = []) -> String
  {
    let object: JSONValue = [
      "format": "git-judge-labels", "version": 1, "reviewer": .string(Self.kim), "labels": labels,
      "skipped": skipped, "flags": flags,
    ]
    return object.canonicalText
  }

  @Test func aBundleIsImportedOnceWithEverythingItSays() async throws {
    let fixture = try await Fixture()
    let trace = try await fixture.store.traces.find("c4")
    let label: JSONValue = [
      "trace_id": .string(trace.id), "question": "tone", "value": "bad", "rationale": "Rude",
      "seen": .string(try #require(trace.shown).hex), "tags": ["rude", "long"],
      "confidence": "unsure", "seconds": 4.5, "time": "2026-06-01T09:58:12.101Z",
      "evidence": [["path": "/outputs/response", "start": 0, "end": 6, "text": "answer"]],
    ]
    let mark: JSONValue = [
      "trace_id": .string(trace.id), "question": "tone", "note": "Talk",
      "time": "2026-06-01T09:59:00Z",
    ]
    let path = try fixture.file("june-labels.json", bundle([label], flags: [mark]))
    let labels = fixture.store.labels
    let first = try await labels.importLabels([path])
    #expect(first.assessments == 1 && first.marks == 1 && first.isClean)
    #expect(first.warnings.isEmpty, "\(first.warnings)")
    let again = try await fixture.store.fresh.labels.importLabels([path])
    #expect(again.assessments == 0 && again.marks == 0 && again.commit == nil)
    #expect(again.alreadyPresent == 1)
    let stored = try await fixture.store.fresh.traces.find("c4")
    let own = try #require(stored.labels.first { $0.assessment.source.id == Self.kim })
    #expect(own.assessment.content == .feedback("bad") && own.assessment.rationale == "Rude")
    #expect(own.assessment.seen == trace.shown && !own.isStale && own.standing == .counts)
    #expect(own.assessment.metadata["tags"] == "[\"rude\",\"long\"]")
    #expect(own.assessment.metadata["confidence"] == "unsure")
    #expect(own.assessment.metadata["seconds"] == "4.5")
    #expect(own.assessment.metadata["evidence"]?.stringValue?.contains("answer") == true)
    #expect(stored.tags["judge.flag/tone/\(Self.kim)"] == "Talk")
  }

  @Test func aLaterBundleCorrectsAndAnOlderOneDoesNot() async throws {
    let fixture = try await Fixture()
    let trace = try await fixture.store.traces.find("c4").id
    func label(_ value: String, _ time: String, repeats: Int? = nil) -> JSONValue {
      var object: JSONObject = [
        "trace_id": .string(trace), "question": "tone", "value": .string(value),
        "time": .string(time),
      ]
      if let repeats { object["repeat"] = .number(Double(repeats)) }
      return .object(object)
    }
    let older = try fixture.file("1.json", bundle([label("bad", "2026-06-01T10:00:00Z")]))
    let newer = try fixture.file(
      "2.json",
      bundle([
        label("good", "2026-06-01T11:00:00Z"), label("bad", "2026-06-01T12:00:00Z", repeats: 1),
      ]))
    _ = try await fixture.store.labels.importLabels([older])
    let result = try await fixture.store.fresh.labels.importLabels([newer])
    #expect(result.assessments == 2 && result.corrections == 1)
    #expect(try await fixture.votes("c4")[Self.kim] == "good", "a repeat corrects nothing")
    _ = try await fixture.store.fresh.labels.importLabels([older])
    #expect(try await fixture.votes("c4")[Self.kim] == "good")
  }

  @Test func whatWasShownAndUnknownTracesAreNamed() async throws {
    let fixture = try await Fixture()
    let trace = try await fixture.store.traces.find("c4").id
    let labels: JSONValue = [
      [
        "trace_id": .string(trace), "question": "tone", "value": "bad",
        "seen": .string(String(repeating: "0", count: 64)),
      ],
      ["trace_id": "tr-none", "question": "tone", "value": "bad"],
      ["trace_id": .string(trace), "question": "tone", "value": "sideways"],
      ["trace_id": .string(trace), "question": "tone"],
    ]
    let skipped: JSONValue = [["trace_id": "tr-gone", "question": "tone", "reason": ""]]
    let path = try fixture.file("b.json", bundle(labels, skipped: skipped))
    let result = try await fixture.store.labels.importLabels([path])
    #expect(result.assessments == 1 && !result.isClean)
    let problems = result.rejected.map(\.message)
    #expect(problems.count == 4)
    #expect(problems[0].contains("tr-none") && problems[1].contains("sideways"))
    #expect(problems[2].contains("labels[3].value") && problems[3].contains("tr-gone"))
    #expect(result.warnings.contains { $0.contains("1 label is stale") && $0.contains(trace) })
  }

  @Test func aNewerBundleAndOneWithoutAReviewerAreRefused() async throws {
    let fixture = try await Fixture()
    for (text, reason) in [
      (#"{"format":"git-judge-labels","version":2,"reviewer":"k","labels":[]}"#, "version"),
      (#"{"format":"git-judge-labels","version":1,"labels":[]}"#, "reviewer"),
      (#"{"format":"git-judge-labels","version":1,"reviewer":"k","labels":{}}"#, "labels"),
    ] {
      let path = try fixture.file("b.json", text)
      let result = try await fixture.store.labels.importLabels([path])
      #expect(result.rejected.count == 1 && result.rejected[0].message.contains(reason))
      // Importing it as traces says what it is.
      let traces = try await fixture.store.traces.importTraces([path])
      #expect(traces.rejected.first?.message.contains("a file of labels") == true)
    }
  }
}
