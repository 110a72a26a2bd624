import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite("Labelled traces cut into parts")
struct AlignmentDataTests {
  private func data(_ traces: [Trace], stale: Bool = false) async throws -> AlignmentData {
    try await AlignmentData(judge: Planted.judge(), traces: traces, includeStale: stale)
  }

  @Test("Ties are left out and counted; a failed verdict is a wrong answer")
  func leftOut() async throws {
    let data = try await data([
      Planted.trace("tr-3", votes: ["good"], verdict: "bad"),
      Planted.trace("tr-1", votes: ["good", "good", "bad"], verdict: "good"),
      Planted.trace("tr-2", votes: ["good", "bad"], verdict: "good"),
      Planted.trace("tr-4", votes: ["bad"], verdict: nil),
      Planted.trace("tr-5", votes: ["bad"], verdict: "undeclared"),
      Planted.trace("tr-6", votes: [], verdict: "good"),
    ])
    #expect(data.items.map(\.example.trace.id) == ["tr-1", "tr-3", "tr-4", "tr-5"])
    #expect(data.ties == 1 && data.errors == 2)
    #expect(data.items.map(\.truth) == [0, 0, 1, 1])
    #expect(data.items.map(\.example.label) == ["good", "good", "bad", "bad"])
    #expect(data.items[0].example.votes.count == 3)
    #expect(data.items.map(\.example.feedback.value) == ["good", "bad", nil, nil])
    #expect(data.codes(data.items.map(\.example.feedback))[2...] == [.error, .error])
  }

  @Test("Ties of the test part are counted apart")
  func testTies() async throws {
    var traces = (0..<30).map {
      Planted.trace("tr-\($0 + 100)", votes: ["good", "bad"], verdict: "good")
    }
    traces.append(Planted.trace("tr-1", votes: ["good"], verdict: "good"))
    let data = try await data(traces)
    let held = traces.prefix(30).count {
      HeldOutSplit.part(of: $0, feedbackName: "tone") == .test
    }
    #expect(data.ties == 30 && data.testTies == held && held > 0)
  }

  @Test("A text that is nearly that of a test trace leaves training; the split stays")
  func nearDuplicates() async throws {
    let text = "The parcel was sent on Monday and will reach you within three working days from now"
    let traces = (0..<40).map { index in
      var trace = Planted.trace(
        "tr-\(100 + index)", output: index < 20 ? text : "Short answer \(index).",
        votes: [index % 2 == 0 ? "good" : "bad"], verdict: "good")
      trace.inputs = ["ticket": .string("Ticket \(index)")]
      return trace
    }
    let data = try await data(traces)
    let alike = traces.prefix(20).filter {
      HeldOutSplit.part(of: $0, feedbackName: "tone") != .test
    }
    #expect(data.nearDuplicates == alike.map(\.id) && alike.count < 20)
    #expect(Set(data.items.map(\.example.trace.id)).isDisjoint(with: data.nearDuplicates))
    #expect(
      data.items(in: .test).count
        == traces.count { HeldOutSplit.part(of: $0, feedbackName: "tone") == .test })
    // What they said teaches nothing, so the step does not name it.
    let named = Set(data.stepLabels)
    #expect(alike.allSatisfy { trace in trace.labels.allSatisfy { !named.contains($0.id) } })
    let old = try await AlignmentData(judge: Planted.judge(), traces: traces, rules: .first)
    #expect(old.nearDuplicates.isEmpty)
  }

  @Test("Traces of one group share code and part, whatever their inputs")
  func groups() async throws {
    let traces = (0..<60).map { index in
      Planted.trace(
        "tr-\(100 + index)", votes: ["good"], verdict: "good", group: "g\(index % 20)")
    }
    let data = try await data(traces)
    #expect(data.groupCount == 20)
    for (_, items) in Dictionary(grouping: data.items, by: \.example.group) {
      #expect(items.count == 3)
      #expect(Set(items.map(\.groupCode)).count == 1 && Set(items.map(\.part)).count == 1)
    }
    for item in data.items {
      #expect(
        item.part == HeldOutSplit.part(ofGroup: item.example.group, feedbackName: "tone"))
    }
    let all = HeldOutSplit.Part.allCases.map { data.items(in: $0).count }
    #expect(all.reduce(0, +) == 60 && all.allSatisfy { $0 > 0 })
  }

  @Test("Stale labels are out unless asked for")
  func stale() async throws {
    var trace = Planted.trace("tr-1", votes: ["good"], verdict: "good")
    trace.labels[0].isStale = true
    let other = Planted.trace("tr-2", votes: ["bad"], verdict: "bad")
    #expect(try await data([trace, other]).items.count == 1)
    #expect(try await data([trace, other], stale: true).items.count == 2)
  }

  @Test("A value that no person gave is wrong where the judge declares none, not left out")
  func undeclared() async throws {
    var body = Planted.body()
    body.values = []
    body.pass = []
    let traces = [
      Planted.trace("tr-1", votes: ["good"], verdict: "excellent"),
      Planted.trace("tr-2", votes: ["bad"], verdict: "bad"),
    ]
    let data = try await AlignmentData(judge: Planted.judge(body), traces: traces)
    #expect(data.errors == 0 && data.items.count == 2)
    #expect(data.set.values == ["bad", "good", "excellent"])
    #expect(data.codes(data.items.map(\.example.feedback)) == [.label(2), .label(0)])
  }

  @Test("Nothing labelled and no verdict at all are errors that say what to do")
  func empty() async throws {
    let none = await #expect(throws: JudgeFailure.self) {
      try await data([Planted.trace("tr-1", votes: [], verdict: "good")])
    }
    #expect(none?.code == .tooFewLabels && none?.description.contains("add label") == true)
    let silent = await #expect(throws: JudgeFailure.self) {
      try await data([Planted.trace("tr-1", votes: ["good"], verdict: nil)])
    }
    #expect(silent?.code == .noVerdicts)
    #expect(silent?.message.contains("left no verdict on tr-1") == true)
    let tied = await #expect(throws: JudgeFailure.self) {
      try await data([Planted.trace("tr-1", votes: ["good", "bad"], verdict: "good")])
    }
    #expect(tied?.code == .noVerdicts && tied?.message.contains("no consensus") == true)
  }
}
