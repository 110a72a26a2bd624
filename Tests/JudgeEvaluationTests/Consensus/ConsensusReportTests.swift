import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

/// What a consensus says of its reviewers, its ties and what people decided.
@Suite struct ConsensusReportTests {
  private static func set(
    _ votes: [[String: JSONValue]], decided: [Int: JSONValue] = [:]
  ) throws -> LabelledSet {
    let traces = votes.enumerated().map { number, votes in
      var trace = People.trace("t\(number + 1000)", votes)
      if let value = decided[number] { trace.decisions["tone"] = value }
      return trace
    }
    return try LabelledSet(traces, feedbackName: "tone", declared: ["yes", "no"])
  }

  @Test func skillSaysOverHowManyLabels() throws {
    let set = try Self.set([
      ["ann": "yes", "bob": "yes"], ["ann": "yes", "bob": "no"],
      ["ann": "no", "bob": "yes", "cid": "yes"],
    ])
    let majority = try ConsensusReport(set, method: .majority)
    #expect(majority.ties == [1])
    #expect(majority.skills == [0.5, 1, 1])
    #expect((0..<3).map { majority.skillCount(of: $0) } == [2, 2, 1])
    #expect(majority.json.objectValue?["ties"] == 1)
    let ann = majority.json.objectValue?["reviewers"]?.arrayValue?.first?.objectValue
    #expect(ann?["n"] == 3 && ann?["skill_n"] == 2)
    let weighted = try ConsensusReport(set, method: .weighted)
    #expect((0..<3).map { weighted.skillCount(of: $0) } == [3, 3, 1])
    let model = try ConsensusReport(set, method: .dawidSkene)
    #expect((0..<3).map { model.skillCount(of: $0) } == [3, 3, 1])
  }

  @Test("By WAWA, the declared order of the values decides what a tie counts as")
  func wawaTies() throws {
    let votes: [[String: JSONValue]] = [
      ["ann": "yes", "bob": "no"], ["ann": "yes", "bob": "yes"],
    ]
    func skills(_ declared: [JSONValue]) throws -> [Double?] {
      let traces = votes.enumerated().map { People.trace("t\($0)", $1) }
      return try ConsensusReport(
        LabelledSet(traces, feedbackName: "tone", declared: declared), method: .weighted
      ).skills
    }
    #expect(try skills(["yes", "no"]) == [1, 0.5])
    #expect(try skills(["no", "yes"]) == [0.5, 1])
    #expect(try skills([]) == [0.5, 1], "as JSON, \"no\" sorts first")
  }

  @Test func whatAPersonDecidedIsNoModelsDoing() throws {
    // "no" is rare, and an adjudicator chose it on a third of the traces.
    var votes = [[String: JSONValue]](
      repeating: ["a": "yes", "b": "yes", "c": "yes", "d": "yes", "e": "yes"], count: 12)
    for item in 0..<4 { votes[item]["a"] = "no" }
    let decided = Dictionary(uniqueKeysWithValues: (0..<4).map { ($0, JSONValue("no")) })
    let report = try ConsensusReport(try Self.set(votes, decided: decided), method: .dawidSkene)
    #expect(report.consensus.decidedCounts == [8, 4])
    #expect(!report.warnings.contains { $0.contains("inflates") }, "\(report.warnings)")
    #expect(report.posterior(of: 0) == nil)
    #expect(report.posterior(of: 5)?.reduce(0, +) == 1)
    let labels = report.json.objectValue?["labels"]?.arrayValue ?? []
    #expect(labels.first?.objectValue?["posterior"] == .null)
    #expect(labels.first?.objectValue?["adjudicated"] == true)
    #expect(labels.last?.objectValue?["posterior"]?.objectValue?["yes"] != nil)
  }

  @Test func fewerThanTwoLabelsATraceAreCountedExactly() throws {
    var votes = [[String: JSONValue]](
      repeating: ["a": "yes", "b": "no"], count: 99)
    votes.append(["a": "yes"])
    let few = try ConsensusReport(try Self.set(votes), method: .dawidSkene)
    #expect(few.warnings.contains { $0.hasPrefix("199 labels on 100 traces: with fewer than two") })
    let enough = try ConsensusReport(try Self.set(Array(votes.prefix(99))), method: .dawidSkene)
    #expect(!enough.warnings.contains { $0.contains("fewer than two") })
  }
}
