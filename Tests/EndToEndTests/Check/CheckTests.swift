import Foundation
import JudgeTestSupport
import Testing

/// `check` says from one file whether a judge is any good, and where it is wrong.
@Suite struct CheckTests {
  private let world: World

  init() throws { world = try World() }

  @discardableResult
  private func check(_ text: String, _ arguments: String..., name: String = "f.csv") throws
    -> Outcome
  {
    let path = try world.write(name, text)
    return try world.run("git-judge", ["check", path] + arguments)
  }

  private func json(_ text: String, _ arguments: String..., name: String = "f.csv") throws -> JSON {
    let path = try world.write(name, text)
    let outcome = try world.run("git-judge", ["check", path, "--json"] + arguments)
    return try JSON(parsing: outcome.expecting(0).output)
  }

  /// Forty cases: the judge passes two of ten bad answers and fails one good one.
  private static let forty: String = {
    var text = "question,answer,verdict,reason,human\n"
    for case let index in 0..<40 {
      let human = index % 4 == 3 ? "fail" : "pass"
      let verdict = [3, 7].contains(index) ? "pass" : index == 0 ? "fail" : human
      text += "question \(index),\"answer, number \(index)\",\(verdict),because \(index),\(human)\n"
    }
    return text
  }()

  @Test func theFirstTruthNeedsNoRepositoryAndNoOptions() throws {
    let outcome = try check(Self.forty).expecting(0)
    let text = outcome.text
    #expect(text.contains("40 cases labelled by 1 person; judge \"verdict\""))
    #expect(text.contains("too few labels to say"))
    #expect(text.contains("Where judge and people disagree"))
    // The text and the reason of each are there.
    for index in [0, 3, 7] {
      #expect(text.contains("question \(index)\n"))
      #expect(text.contains("answer, number \(index)"))
      #expect(text.contains("because \(index)"))
    }
    #expect(text.contains("--keep NAME"))
    #expect(!FileManager.default.fileExists(atPath: world.folder.file(".git").path))
  }

  /// Forty cases with these verdicts and labels, in turn.
  private static func cases(_ verdicts: [String], _ humans: [String]) -> String {
    "id,verdict,human\n"
      + (0..<40).map { "\($0),\(verdicts[$0 % verdicts.count]),\(humans[$0 % humans.count])\n" }
      .joined()
  }

  @Test func aFileOfOneKindOfCasesIsNoMistake() throws {
    for (verdicts, humans) in [
      (["yes"], ["yes"]), (["yes", "yes", "yes", "no"], ["yes"]), (["fine"], ["fine"]),
    ] {
      let text = try check(Self.cases(verdicts, humans), "--passing", humans[0]).expecting(0).text
      #expect(text.contains("no case that people fail"), "\(text)")
      #expect(text.contains("people do not fail any case, so there is no TNR"), "\(text)")
      let report = try json(Self.cases(verdicts, humans), "--passing", humans[0])
      #expect(report["passing"]?.list?.count == 1)
      #expect(report["fit", "verdict"] == "too-few-labels")
      #expect(report["judge_with_people", "true_negative_rate"] == .null)
    }
    // The other way round, the passing value may be one that only the judge gives.
    let text = try check(Self.cases(["yes", "no"], ["no"]), "--passing", "yes").expecting(0).text
    #expect(text.contains("people do not pass any case, so there is no TPR"), "\(text)")
    // A value that nobody gives is still a mistake.
    for passing in ["no", "good", ">0.5"] {
      let refused = try check(Self.cases(["yes"], ["yes"]), "--passing", passing)
      #expect(refused.status == 2)
      #expect(refused.errorText.contains("the values are: yes"), "\(refused.errorText)")
    }
  }

  @Test func nothingIsPrintedOfWhatCannotBeKept() throws {
    let repository = try Repository.ready()
    let path = try repository.world.write("f.csv", Self.forty)
    for format in [[], ["--json"], ["--html"], ["--md"], ["--quiet"]] {
      let refused = try repository.judge(["check", path, "--keep", "a/../b"] + format)
      #expect(refused.status == 2 && refused.text.isEmpty, "\(format): \(refused.all)")
    }
  }

  @Test func figuresAreThoseOfTheTable() throws {
    let report = try json(Self.forty)
    let judge = try #require(report["judge_with_people"])
    #expect(judge["n"] == 40)
    #expect(judge["accuracy"]?.number == 37.0 / 40)
    #expect(judge["true_positive_rate"]?.number == 29.0 / 30)
    #expect(judge["true_negative_rate"]?.number == 8.0 / 10)
    #expect(report["passing"] == ["pass"])
    #expect(report["disagreement_count"] == 3)
    #expect(report["fit", "verdict"] == "too-few-labels")
    #expect((report["fit", "more_labels"]?.int ?? 0) > 0)
    #expect(judge["confusion", "fail", "verdicts", "pass"] == 2)
  }

  @Test func aMissingVerdictIsAWrongOne() throws {
    var lines = Self.forty.split(separator: "\n").map(String.init)
    lines[1] = "question 0,answer,,,pass"
    lines[2] = "question 1,answer,,,pass"
    let judge = try #require(try json(lines.joined(separator: "\n"))["judge_with_people"])
    #expect(judge["failures"] == 2)
    #expect(judge["accuracy"]?.number == 36.0 / 40)
    #expect(judge["accuracy_answered"]?.number == 36.0 / 38)
    #expect(judge["true_positive_rate"]?.number == 28.0 / 30)
  }

  @Test func aConstantJudgeIsNotFit() throws {
    var text = "verdict,human\n"
    for index in 0..<400 { text += "pass,\(index % 20 == 0 ? "fail" : "pass")\n" }
    let report = try json(text)
    #expect(report["fit", "verdict"] == "not-fit")
    let outcome = try check(text, "--require-fit")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("failed: not proved fit for use"))
    #expect(outcome.text.contains("always saying the most frequent label"))
  }

  @Test func limitsAreAGate() throws {
    #expect(try check(Self.forty, "--min-accuracy", "0.9").status == 0)
    #expect(try check(Self.forty, "--min-accuracy", "0.95").status == 1)
    #expect(try check(Self.forty, "--min-kappa", "0.7").status == 0)
    #expect(try check(Self.forty, "--min-tnr", "0.9").status == 1)
    #expect(try check(Self.forty, "--min-tpr", "2").status == 2)
  }

  @Test(
    "Values that mean the same meet",
    arguments: [
      ("verdict,human\nPASS,pass\nfail , FAIL\n", 2.0),
      ("verdict,human\npass,1\nfail,0\n", 2.0),
      ("verdict,human\n1.0,1\n0,0\n", 2.0),
      ("verdict;human\nTRUE;yes\nFALSE;no\n", 2.0),
    ])
  func meaning(_ text: String, _ right: Double) throws {
    let judge = try #require(try json(text)["judge_with_people"])
    #expect(judge["accuracy"]?.number == right / 2)
  }

  @Test func aScoreBecomesALabelByAMap() throws {
    let text = "score,human\n0.9,pass\n0.5,pass\n0.4,fail\n0.1,fail\n"
    let refused = try check(text, "--judge", "score")
    #expect(refused.status == 3)
    #expect(refused.all.contains("--label-map"))
    let report = try json(
      text, "--judge", "score", "--label-map", ">=0.5=pass,<0.5=fail")
    #expect(report["judge_with_people", "accuracy"] == 1)
  }

  @Test func severalPeopleInColumnsInRowsAndInObjects() throws {
    let columns = "id,verdict,ann,bob\n1,yes,yes,no\n2,no,no,no\n3,yes,no,\n"
    let first = try json(columns, "--human", "ann,bob", "--judge", "verdict")
    #expect(first["people"] == ["ann", "bob"])
    #expect(first["judge_with_people", "ties"] == 1)
    #expect(first["judge_with_people", "n"] == 2)
    let rows =
      "id,verdict,who,label\n1,yes,ann,yes\n1,yes,bob,no\n2,no,ann,no\n2,no,bob,no\n3,yes,ann,no\n"
    let second = try json(rows, "--rater", "who", "--id", "id")
    let lines = """
      {"id":"1","verdict":true,"human":{"ann":true,"bob":false}}
      {"id":"2","verdict":false,"human":{"ann":false,"bob":false}}
      {"id":"3","verdict":true,"human":{"ann":false}}

      """
    let third = try json(lines, name: "f.jsonl")
    for other in [second, third] {
      #expect(other["people"] == ["ann", "bob"])
      #expect(other["judge_with_people", "accuracy"] == first["judge_with_people", "accuracy"])
      #expect(other["agreement", "observed_agreement"] == first["agreement", "observed_agreement"])
    }
  }

  @Test func ordersAreWeighed() throws {
    var text = "verdict,human\n"
    for index in 0..<50 { text += "\(index % 5 == 4 ? 4 : index % 5 + 1),\(index % 5 + 1)\n" }
    let judge = try #require(try json(text)["judge_with_people"])
    let plain = try #require(judge["cohen_kappa"]?.number)
    let weighted = try #require(judge["weighted_kappa"]?.number)
    #expect(weighted > plain)
    let passing = try json(text, "--passing", ">=4")
    #expect(passing["passing"] == ["4", "5"])
    #expect(passing["judge_with_people", "true_positive_rate"] == 1)
  }

  @Test(
    "What is wrong is named",
    arguments: [
      ("", 3, "is empty"), ("verdict,human\n", 3, "has no rows"),
      ("a,b\n1,2\n", 2, "--judge COLUMN"), ("verdict,b\n1,2\n", 2, "--human COLUMN"),
      ("verdict,human,human\n1,2,3\n", 3, "twice"), ("verdict,human\n,pass\n", 3, "has a verdict"),
      ("verdict,human\npass,\n", 3, "no row has a label"),
      ("verdict,human\nred,blue\n", 3, "no value in common"),
    ])
  func faults(_ text: String, _ status: Int32, _ part: String) throws {
    let outcome = try check(text)
    #expect(outcome.status == status, "\(outcome.all)")
    #expect(outcome.all.contains(part), "\(outcome.all)")
    #expect(outcome.text.isEmpty)
  }

  @Test func oneBadRowIsNamedAndCostsNoOther() throws {
    let outcome = try check("verdict,human\npass,pass\n\"x,1\nfail,fail\n")
    #expect(outcome.status == 3)
    #expect(outcome.all.contains("f.csv:3: the quote is never closed"))
    #expect(outcome.text.contains("2 cases labelled"))
    #expect(try check("verdict,human\npass,pass\n", "--judge", "verdit").all.contains("verdict"))
  }

  @Test func nothingOfAFileIsMarkup() throws {
    let text = "text,verdict,human\n<script>alert(1)</script> here & there,pass,fail\n"
    let page = try check(text, "--html").expecting(0).text
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; here &amp; there"))
    let escape = try check("text,verdict,human\n\u{1b}[31mred and long,pass,fail\n").expecting(0)
    #expect(!escape.text.contains("\u{1b}"))
  }

  @Test func oneRowPerLabelIsFoundByItself() throws {
    let rows =
      "case,text,annotator,label,verdict\n"
      + "c1,hello there,ann,yes,yes\nc1,hello there,bob,no,yes\n"
      + "c2,another one,ann,no,no\nc2,another one,bob,no,no\n"
    let report = try json(rows)
    #expect(report["people"] == ["ann", "bob"])
    #expect(report["cases"] == 2)
    #expect(report["tied"]?.list?.count == 1)
    // Without a column of people each row is a case, and that is said.
    let apart = try json("case,label,verdict\nc1,yes,yes\nc1,no,yes\n")
    #expect(apart["cases"] == 2)
    #expect(apart["notes"]?.list?.contains { $0.text?.contains("--rater") == true } == true)
    let refused = try check("text,who,label,verdict\na,ann,yes,yes\n", "--rater", "who")
    #expect(refused.status == 2 && refused.all.contains("--id"))
  }

  @Test func wordsOfSeveralPeopleMeet() throws {
    let report = try json("judge,ann,bob\nTRUE,yes,1\nfalse,no,0\n", "--human", "ann,bob")
    #expect(report["judge_with_people", "n"] == 2)
    #expect(report["judge_with_people", "accuracy"] == 1)
    let none = try check("judge,ann,bob\na,a,b\nb,b,a\n", "--human", "ann,bob").expecting(0)
    #expect(none.text.contains("nothing could be compared"))
  }

  @Test func decimalCommasAreNumbersInATableWithSemicolons() throws {
    let report = try json("judge;human\n3,5;3,5\n4,0;4\n1;1,0\n", "--passing", ">=3")
    #expect(report["judge_with_people", "accuracy"] == 1)
    #expect(report["judge_with_people", "true_positive_rate"] == 1)
  }

  @Test func aFigureAtTheBarIsTooCloseToCall() throws {
    var text = "verdict,human\n"
    for index in 0..<1000 {
      let human = index % 2 == 0 ? "pass" : "fail"
      let other = human == "pass" ? "fail" : "pass"
      text += "\(index % 10 < 8 ? human : other),\(human)\n"
    }
    let report = try json(text)
    #expect(report["fit", "verdict"] == "too-few-labels")
    #expect(report["fit", "more_labels"] == 1001)
    #expect(report["fit", "sentence"]?.text?.contains("too close to the bar") == true)
  }

  @Test func theNextCommandKeepsWhatMadeTheAnswerRight() throws {
    let text = try check(
      Self.forty, "--label-map", "pass=good,fail=bad", "--passing", "good", "--show", "1"
    ).expecting(0).text
    #expect(text.contains("--label-map pass=good,fail=bad --passing good --keep NAME"))
    #expect(!text.contains("--show 1 --keep"))
  }

  @Test func freeTextAndHugeHeadingsAreRefusedAtOnce() throws {
    var text = "verdict,human\n"
    for index in 0..<5000 { text += "word \(index),text \(index)\n" }
    let values = try check(text + "same,same\n")
    #expect(values.status == 3 && values.all.contains("different values"), "\(values.all)")
    let heading = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
    let columns = try check("verdict,human,\(heading)\na,a\n")
    #expect(columns.status == 3 && columns.all.contains("columns"), "\(columns.all)")
  }

  @Test func aWorkbookIsNamed() throws {
    let path = world.folder.file("book.xlsx")
    try Data([0x50, 0x4b, 0x03, 0x04, 0, 0, 1, 2]).write(to: path)
    let outcome = try world.run("git-judge", ["check", path.path])
    #expect(outcome.status == 3 && outcome.all.contains("save it as CSV"))
  }

  @Test func twoFilesAreKeptApart() throws {
    let repository = try Repository(world)
    let path = try world.write("kept.csv", Self.forty)
    try repository.judge("check", path, "--keep", "first").expecting(0)
    try repository.judge("check", path, "--keep", "second").expecting(0)
    let outcome = try repository.judge("agreement", "first")
    #expect(outcome.status == 3)
    #expect(outcome.all.contains("git judge experiment use first"), "\(outcome.all)")
    try repository.judge("agreement", "first", "--experiment", "first").expecting(0)
  }

  @Test func whatIsKeptGivesTheSameFigures() throws {
    let repository = try Repository(world)
    let path = try world.write("kept.csv", Self.forty)
    let report = try repository.json("check", path, "--keep", "quality")
    let agreement = try repository.json("agreement", "quality")
    let judge = try #require(agreement["judges"]?.list?.first)
    #expect(judge["accuracy"] == report["judge_with_people", "accuracy"])
    #expect(judge["cohen_kappa"] == report["judge_with_people", "cohen_kappa"])
    let head = try repository.git("rev-parse", "judge").trimmed
    try repository.judge("check", path, "--keep", "quality").expecting(0)
    #expect(try repository.git("rev-parse", "judge").trimmed == head)
  }
}

/// Figures of real sets as a table equal those of the store.
@Suite(.enabled(if: SharedSet.arePresent, SharedSet.absent))
struct CheckTruthTests {
  @Test(arguments: PropertyRuns.isLong ? [SharedSet.llmbar, .pandalm] : [.pandalm])
  func figuresEqualThoseOfAgreement(set: SharedSet) throws {
    let repository = try set.judged()
    let world = repository.world
    let agreement = try repository.json("agreement", set.question)
    for row in agreement["judges"]?.list ?? [] {
      let judge = try #require(row["source_id"]?.text)
      guard row["errors"] == 0 else { continue }
      var lines = ""
      for line in try set.lines() {
        var cells: [String: JSON] = [:]
        cells["id"] = line["client_request_id"]
        var people: [String: JSON] = [:]
        for assessment in line["assessments"]?.list ?? []
        where assessment["name"]?.text == set.question {
          let source = assessment["source_id"]?.text ?? ""
          let value = assessment["value"]
          if assessment["source_type"] == "HUMAN" {
            people[source] = value
          } else if source == judge {
            cells["verdict"] = value
          }
        }
        guard !people.isEmpty, cells["verdict"] != nil else { continue }
        cells["human"] = .object(people)
        lines += JSON.object(cells).line + "\n"
      }
      let path = try world.write("flat.jsonl", lines)
      let outcome = try world.run("git-judge", ["check", path, "--json"])
      let report = try JSON(parsing: outcome.expecting(0).output)
      #expect(report["judge_with_people", "n"] == row["n"], "\(judge)")
      for key in ["accuracy", "cohen_kappa"] {
        let difference = abs(
          (report["judge_with_people", key]?.number ?? 9) - (row[key]?.number ?? -9))
        #expect(difference < 1e-12, "\(judge) \(key)")
      }
    }
  }
}
