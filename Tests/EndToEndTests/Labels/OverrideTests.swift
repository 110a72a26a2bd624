import Foundation
import Testing

/// One vote per trace, question and source: the later label of a source replaces its earlier one.
@Suite struct OverrideTests {
  @Test func onlyTheSameSourceReplaces() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let trace = try repository.traceID("a")
    func add(_ value: String, _ source: String) throws -> String {
      let made = try repository.json(
        "feedback", "add", trace, "--name", "tone", "--value", value, "--source-id", source)
      return made["assessment_id"]?.text ?? ""
    }
    let first = try add("good", "ann")
    let bobs = try add("good", "bob")
    let second = try add("bad", "ann")

    var standing: [String: String] = [:]
    for label in try repository.json("feedback", "list")["feedback"]?.list ?? [] {
      standing[label["assessment_id"]?.text ?? ""] = label["standing"]?.text
    }
    #expect(standing.count == 3, "the old label is kept")
    #expect(standing[second] == "counts")
    #expect(standing[bobs] == "counts")
    #expect(standing[first] != "counts")
    #expect(standing[first] != nil)

    let replacing = try repository.records("assessments").values.filter { $0["overrides"] != nil }
    #expect(replacing.map { $0["overrides"]?.text } == [first])
    let report = try repository.json("agreement", "tone")
    #expect(report["consensus", "ties"] == 1, "one vote each, good and bad: \(report.line)")
  }

  @Test func theSameLabelTwiceAddsNothing() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let trace = try repository.traceID("a")
    let command = ["feedback", "add", trace, "--name", "tone", "--value", "good", "--json"]
    let first = try repository.judge(command).expecting(0).json()
    let tip = try repository.tip()
    let second = try repository.judge(command).expecting(0).json()
    #expect(second["assessment_id"] == first["assessment_id"])
    #expect(try repository.tip() == tip)
  }

  @Test func takingBackLetsTheEarlierLabelCountAgain() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let trace = try repository.traceID("a")
    try repository.json("feedback", "add", trace, "--name", "tone", "--value", "good")
    let second = try repository.json("feedback", "add", trace, "--name", "tone", "--value", "bad")
    let id = try #require(second["assessment_id"]?.text)
    #expect(try repository.json("feedback", "delete", id)["dispute"] == false)
    let counting = try repository.json("feedback", "list")["feedback"]?.list?.filter {
      $0["standing"] == "counts"
    }
    #expect(counting?.map { $0["feedback", "value"] } == ["good"])
  }
}
