import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

@Suite("Votes as codes")
struct LabelledSetTests {
  @Test("One vote a reviewer, traces by id, declared values first, then what else people gave")
  func codes() throws {
    let set = try LabelledSet(
      [
        People.trace("tr-2", ["ann": "no", "bob": "unsure"]),
        People.trace("tr-1", ["ann": "yes", "cid": "yes"]),
        People.trace("tr-3", [:]),
      ], feedbackName: "tone", declared: ["yes", "no"])
    #expect(set.values == ["yes", "no", "unsure"])
    #expect(set.reviewers == ["ann", "bob", "cid"])
    #expect(set.traces.map(\.id) == ["tr-1", "tr-2"])
    #expect(
      Set(set.table.ratings) == [
        Rating(item: 0, rater: 0, label: 0), Rating(item: 0, rater: 2, label: 0),
        Rating(item: 1, rater: 0, label: 1), Rating(item: 1, rater: 1, label: 2),
      ])
    #expect(set.consensus.labels == [0, nil] && set.consensus.tieCount == 1)
    #expect(set.text(of: 2) == "unsure")
  }

  @Test("The majority decides; equal counts are a tie and stay one")
  func majority() throws {
    let set = try LabelledSet(
      [
        People.trace("a", ["1": "no", "2": "no", "3": "yes"]),
        People.trace("b", ["1": "no", "2": "yes"]),
        People.trace("c", ["1": "x", "2": "x", "3": "yes", "4": "yes", "5": "no"]),
      ], feedbackName: "tone", declared: ["yes", "no"])
    #expect(set.consensus.labels == [1, nil, nil])
    #expect(set.consensus.tieCount == 2 && set.consensus.decidedCount == 1)
  }

  @Test("Values keep their type: 1, \"1\" and true are three labels")
  func types() throws {
    let set = try LabelledSet(
      [
        People.trace("a", ["1": 1, "2": 1.0]), People.trace("b", ["1": "1"]),
        People.trace("c", ["1": true]),
      ], feedbackName: "tone", declared: [1, 2])
    #expect(set.values == [1, 2, "1", true])
    #expect(set.consensus.labels == [0, 2, 3])
    #expect(set.text(of: 0) == "1" && set.text(of: 3) == "true")
  }

  @Test("Other questions, programs, expectations, spans and labels that do not count are not votes")
  func notVotes() throws {
    var trace = People.trace("a", ["ann": "yes"])
    var overridden = People.label("no", by: "bob", on: "a")
    overridden.standing = .overridden
    var aboutSpan = People.label("no", by: "cid", on: "a")
    aboutSpan.assessment.spanID = "s"
    var expectation = People.label("no", by: "dan", on: "a")
    expectation.assessment.content = .expectation("no")
    trace.labels += [
      overridden, aboutSpan, expectation, People.label("no", by: "eve", name: "other", on: "a"),
      People.label("no", by: "lint", on: "a", type: .code),
    ]
    let set = try LabelledSet([trace], feedbackName: "tone")
    #expect(set.reviewers == ["ann"] && set.consensus.labels == [0])
  }

  @Test("Stale labels are counted, and left out where asked")
  func stale() throws {
    var trace = People.trace("a", ["ann": "yes", "bob": "no"])
    trace.labels[1].isStale = true
    var other = People.trace("b", ["ann": "yes"])
    other.labels[0].isStale = true
    let with = try LabelledSet([trace, other], feedbackName: "tone")
    #expect(with.staleLabels == 2 && with.includesStale && with.consensus.tieCount == 1)
    let without = try LabelledSet([trace, other], feedbackName: "tone", includeStale: false)
    #expect(without.staleLabels == 2 && !without.includesStale)
    #expect(without.traces.map(\.id) == ["a"] && without.consensus.tieCount == 0)
    #expect(without.reviewers == ["ann"])
  }

  @Test("A verdict is a label, an error, or missing")
  func verdicts() throws {
    let traces = ["a", "b", "c", "d"].map { People.trace($0, ["ann": "yes"]) }
    let set = try LabelledSet(traces, feedbackName: "tone", declared: ["yes", "no"])
    let said: [String: Feedback] = [
      "a": People.verdict("no", by: "m"), "b": People.failure(by: "m"),
      "c": People.verdict("maybe", by: "m"),
    ]
    #expect(set.codes { said[$0.id] } == [.label(1), .error, .error, .missing])
  }

  @Test("Nothing labelled is an empty set, not an error")
  func empty() throws {
    let set = try LabelledSet([People.trace("a", [:])], feedbackName: "tone", declared: ["yes"])
    #expect(set.traces.isEmpty && set.values == ["yes"] && set.consensus.labels.isEmpty)
  }
}
