import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

@Suite("The agreement report, against numbers computed by hand")
struct AgreementReportTests {
  private static let own = ContentID(hashing: [1])

  /// Five traces, three people: consensus yes, yes, no, tie, no.
  private static var traces: [Trace] {
    var traces = [
      People.trace("a", ["ann": "yes", "bob": "yes", "cid": "no"]),
      People.trace("b", ["ann": "yes", "bob": "yes"]),
      People.trace("c", ["ann": "no", "bob": "no"]),
      People.trace("d", ["ann": "yes", "bob": "no"]),
      People.trace("e", ["ann": "no", "bob": "no", "cid": "no"]),
    ]
    traces[0].verdicts = [
      People.verdict("no", by: "gpt"), People.verdict("yes", by: "gpt"),
      People.verdict("no", by: "gpt", judge: own), People.failure(by: "weak"),
    ]
    traces[1].verdicts = [
      People.verdict("no", by: "gpt"), People.verdict("yes", by: "gpt", judge: own),
    ]
    traces[2].verdicts = [People.verdict("no", by: "gpt"), People.verdict("perhaps", by: "weak")]
    traces[3].verdicts = [People.verdict("no", by: "gpt")]
    var aboutSpan = People.verdict("yes", by: "gpt")
    aboutSpan.spanID = "s"
    traces[4].verdicts = [People.verdict("no", by: "gpt"), aboutSpan]
    return traces
  }

  private func report(ordered: [JSONValue] = []) throws -> AgreementReport {
    try AgreementReport(
      LabelledSet(Self.traces, feedbackName: "tone", declared: ["yes", "no"]), ordered: ordered,
      versions: [Self.own: "tone@v1"])
  }

  private func close(_ value: JSONValue?, _ expected: Double) -> Bool {
    value?.doubleValue.map { abs($0 - expected) < 1e-12 } ?? false
  }

  @Test("Consensus, judges by source and body, ties and errors counted")
  func judges() throws {
    let json = try report().json(judge: "tone")
    #expect(json["judge"] == "tone" && json["traces"] == 5 && json["labels"] == 12)
    #expect(json["consensus"] == ["method": "majority", "labelled": 4, "ties": 1])
    let rows = try #require(json["judges"]?.arrayValue)
    #expect(rows.map { $0["source_id"] } == ["gpt", "gpt", "weak"])

    // The last verdict counts: yes, no, no, no against yes, yes, no, no.
    #expect(rows[0]["judge"] == .null && rows[0]["version"] == .null)
    #expect(rows[0]["n"] == 4 && rows[0]["errors"] == 0 && rows[0]["ties"] == 1)
    #expect(close(rows[0]["accuracy"], 0.75))
    // Chance: (2/4 · 1/4) + (2/4 · 3/4) = 1/2; kappa = (3/4 − 1/2) / (1/2).
    #expect(close(rows[0]["cohen_kappa"], 0.5))
    // F1 of yes: 2/3, of no: 4/5.
    #expect(close(rows[0]["macro_f1"], (2.0 / 3 + 0.8) / 2))

    #expect(rows[1]["judge"]?.stringValue == Self.own.hex && rows[1]["version"] == "tone@v1")
    #expect(rows[1]["n"] == 2 && rows[1]["missing"] == 3 && close(rows[1]["accuracy"], 0.5))

    #expect(rows[2]["n"] == 0 && rows[2]["errors"] == 2 && rows[2]["accuracy"] == .null)
    // Both failures are on labelled traces.
    #expect(rows[2]["failures_wrong"]?["n"] == 2 && rows[2]["failures_wrong"]?["accuracy"] == 0)
    #expect(rows[0]["failures_wrong"]?["cohen_kappa"] == rows[0]["cohen_kappa"])
  }

  @Test("Reviewers against the majority of the others, and every two of them")
  func reviewers() throws {
    let json = try report().json(judge: "tone")
    let rows = try #require(json["reviewers"]?.arrayValue)
    #expect(rows.map { $0["source_id"] } == ["ann", "bob", "cid"])
    #expect(rows.map { $0["n"] } == [5, 5, 2])
    // ann: on a the others are tied; b, c, e as bob says; d against him.
    #expect(rows[0]["vs_others"]?["n"] == 4 && close(rows[0]["vs_others"]?["accuracy"], 0.75))
    #expect(rows[2]["vs_others"]?["n"] == 2 && close(rows[2]["vs_others"]?["accuracy"], 0.5))

    let pairs = try #require(json["cohen_kappa"]?.arrayValue)
    #expect(
      pairs.map { [$0["a"], $0["b"]] } == [["ann", "bob"], ["ann", "cid"], ["bob", "cid"]])
    // ann yyn yn, bob yyn nn: agree 4 of 5, chance 3/5·2/5 + 2/5·3/5 = 12/25.
    #expect(pairs[0]["n"] == 5 && close(pairs[0]["agreement"], 0.8))
    #expect(close(pairs[0]["kappa"], (0.8 - 0.48) / 0.52))
    #expect(pairs[0]["linear"] == .null && pairs[0]["quadratic"] == .null)
    // ann and cid on a and e: yes/no and no/no, chance 1/2, kappa 0.
    #expect(pairs[1]["n"] == 2 && close(pairs[1]["kappa"], 0))
    #expect(close(json["cohen_kappa_mean"], (0.32 / 0.52) / 3))
    // Agreeing pairs: a 1 of 3, b 1, c 1, d 0 of 1, e 3 of 3.
    #expect(json["observed_agreement"]?.doubleValue != nil)
  }

  @Test("Weighted kappas and ordinal alpha need an order of all values")
  func order() throws {
    let with = try report(ordered: ["no", "yes"])
    #expect(with.order == [1, 0])
    let pair = with.json(judge: "tone")["cohen_kappa"]?.arrayValue?.first
    // Of two values every weighting is the plain kappa.
    #expect(close(pair?["linear"], 0.32 / 0.52) && close(pair?["quadratic"], 0.32 / 0.52))
    let alpha = with.json(judge: "tone")["krippendorff_alpha"]
    #expect(close(alpha?["interval"], alpha?["nominal"]?.doubleValue ?? .nan))
    #expect(try report(ordered: ["no"]).order.isEmpty)
    #expect(try report().json(judge: "tone")["krippendorff_alpha"]?["ordinal"] == .null)
  }

  @Test("Ties, stale labels and values that nobody gave are said")
  func warnings() throws {
    var traces = Self.traces
    traces[1].labels[0].isStale = true
    let set = try LabelledSet(traces, feedbackName: "tone", declared: ["yes", "no", "unsure"])
    let warnings = try AgreementReport(set, ordered: [], versions: [:]).warnings
    #expect(warnings.contains { $0.hasPrefix("1 trace is tied") })
    #expect(warnings.contains { $0.hasPrefix("1 label is stale") && $0.contains("counted here") })
    #expect(warnings.contains("no reviewer ever gave \"unsure\""))
  }

  @Test("Numbers order themselves, and stand where they are")
  func numbers() throws {
    let traces = [
      People.trace("a", ["ann": 1, "bob": 1]), People.trace("b", ["ann": 1, "bob": 2]),
      People.trace("c", ["ann": 10, "bob": 10]), People.trace("d", ["ann": 2, "bob": 10]),
    ]
    let set = try LabelledSet(traces, feedbackName: "tone", declared: [10, 1, 2])
    let text = try AgreementReport(set, ordered: [], versions: [:])
    #expect(text.order.isEmpty && text.json(judge: "t")["krippendorff_alpha"]?["interval"] == .null)
    let number = try AgreementReport(set, ordered: [], isNumeric: true, versions: [:])
    #expect(number.order == [1, 2, 0] && number.points == [1, 2, 10])
    let json = number.json(judge: "tone")
    // krippendorff.alpha(value_domain=[1, 2, 10]) of the same data.
    #expect(close(json["krippendorff_alpha"]?["ordinal"], 0.7083333333333333))
    #expect(close(json["krippendorff_alpha"]?["interval"], 0.5933869526362824))
    // No order was declared, so weighted kappas are not defined.
    #expect(json["cohen_kappa"]?.arrayValue?.first?["linear"] == .null)
    #expect(
      json["cohen_kappa"]?.arrayValue?.first?["confusion"] == [
        "1": ["1": 1, "2": 1], "2": ["10": 1], "10": ["10": 1],
      ])
    #expect(number.meetings == [[1, 0, 1], [0, 1, 1], [1, 1, 0]])
    let declared = try AgreementReport(set, ordered: [1, 2, 10], isNumeric: true, versions: [:])
    #expect(declared.hasDeclaredOrder && declared.points == [1, 2, 10])
  }

  @Test("Judges against each reviewer")
  func judgesAgainstReviewers() throws {
    let rows = try #require(try report().json(judge: "tone")["judges"]?.arrayValue)
    let own = try #require(rows[0]["vs_reviewers"]?.arrayValue)
    // gpt yes no no no no; ann y y n y n, bob y y n n n, cid n … n.
    #expect(own.map { $0["source_id"] } == ["ann", "bob", "cid"])
    #expect(own.map { $0["n"] } == [5, 5, 2])
    #expect(close(own[0]["accuracy"], 0.6) && close(own[1]["accuracy"], 0.8))
    #expect(close(own[2]["accuracy"], 0.5))
  }

  @Test("Repeats count for self-agreement only")
  func selfAgreement() throws {
    var traces = Self.traces
    for (place, value) in [(0, "yes"), (1, "no"), (2, "no")] as [(Int, JSONValue)] {
      var again = People.label(value, by: "ann", on: traces[place].id)
      again.id += "-again"
      again.assessment.repeatIndex = 1
      again.standing = .repeated
      traces[place].labels.append(again)
    }
    let set = try LabelledSet(traces, feedbackName: "tone", declared: ["yes", "no"])
    let json = try AgreementReport(set, ordered: [], versions: [:]).json(judge: "tone")
    #expect(json["labels"] == 12)
    let rows = try #require(json["self_agreement"]?.arrayValue)
    #expect(rows.count == 1 && rows[0]["source_id"] == "ann" && rows[0]["n"] == 3)
    // yes/yes, yes/no, no/no: chance 2/3·1/3 + 1/3·2/3 = 4/9.
    #expect(close(rows[0]["agreement"], 2.0 / 3) && close(rows[0]["kappa"], 0.4))
    #expect(try report().json(judge: "tone")["self_agreement"] == [])
  }

  @Test("Rare rationales and few failures are said")
  func poorLabels() throws {
    let set = try LabelledSet(
      (0..<9).map { People.trace("t\($0)", ["ann": $0 < 7 ? "yes" : "no"]) },
      feedbackName: "tone", declared: ["yes", "no"])
    let warnings = try AgreementReport(
      set, ordered: [], pass: ["yes"], versions: [:]
    ).warnings
    #expect(warnings.contains { $0.hasPrefix("rationales are rare: 0 of 9 labels say why") })
    #expect(warnings.contains { $0.hasPrefix("only 2 of 9 labelled traces do not pass") })
    let other = try AgreementReport(set, ordered: [], pass: ["no"], versions: [:]).warnings
    #expect(!other.contains { $0.contains("not pass") })
  }

  @Test("One reviewer alone has no figures of agreement, and they are null")
  func alone() throws {
    let set = try LabelledSet([People.trace("a", ["ann": "yes"])], feedbackName: "tone")
    let json = try AgreementReport(set, ordered: [], versions: [:]).json(judge: "tone")
    #expect(json["cohen_kappa"] == [] && json["cohen_kappa_mean"] == .null)
    #expect(json["observed_agreement"] == .null && json["gwet_ac1"] == .null)
    #expect(json["reviewers"]?.arrayValue?.first?["vs_others"]?["accuracy"] == .null)
  }
}
