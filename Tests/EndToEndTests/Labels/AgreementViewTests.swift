import Testing

/// `agreement` by tag, in CSV, with somebody left out.
@Suite struct AgreementViewTests {
  private func ready() throws -> Repository {
    try Template.repository { world in
      let repository = try Repository.ready(world)
      let said = [
        ("a", "good", "good"), ("b", "bad", "bad"), ("c", "good", "bad"), ("d", "bad", "good"),
      ]
      try repository.load(
        said.enumerated().map { number, votes in
          Samples.line(
            votes.0, labels: ["ann": .text(votes.1), "bob": .text(votes.2)],
            verdicts: ["gpt": .text(votes.1)],
            more: number == 3 ? [:] : ["tags": ["topic": number < 2 ? "parcels" : "refunds"]])
        })
      try repository.newJudge("tone", "--values", "bad,good", "--pass", "good")
    }
  }

  @Test func byTag() throws {
    let repository = try ready()
    let by = try repository.json("agreement", "tone", "--by", "topic")["by"]
    #expect(by?["tag"] == "topic")
    let groups = try #require(by?["groups"]?.list)
    #expect(groups.map { $0["value"] } == ["parcels", "refunds", .null])
    #expect(groups.map { $0["traces"] } == [2, 1, 1])
    #expect(groups.map { $0["observed_agreement"] } == [1, 0, 0])
    #expect(groups[0]["krippendorff_alpha", "nominal"] == 1)
    #expect(groups[0]["judges"]?.list?.first?["n"] == 2)
    let text = try repository.judge("agreement", "tone", "--by", "topic").expecting(0).text
    #expect(text.contains("By topic") && text.contains("parcels"))
    let unknown = try repository.judge("agreement", "tone", "--by", "nothing")
    #expect(unknown.status == 3 && unknown.errorText.contains("there are: topic"))
  }

  @Test func confusionOfReviewers() throws {
    let repository = try ready()
    let pair = try repository.json("agreement", "tone")["cohen_kappa"]?.list?.first
    #expect(pair?["confusion"] == ["good": ["good": 1, "bad": 1], "bad": ["bad": 1, "good": 1]])
    let text = try repository.judge("agreement", "tone", "--confusion").expecting(0).text
    #expect(text.contains("ann \\ bob") && text.contains("pairs of labels"))
  }

  @Test func csvIsOneTable() throws {
    let repository = try ready()
    let table = try repository.judge("agreement", "tone", "--by", "topic", "--csv").expecting(0)
    let lines = table.text.split(separator: "\r\n")
    #expect(lines.first == "tag_value,figure,of,with,n,value,low,high")
    #expect(lines.allSatisfy { $0.filter { $0 == "," }.count == 7 })
    #expect(lines.contains { $0.hasPrefix("parcels,cohen_kappa,ann,bob,2,1.0") })
    #expect(lines.contains { $0.hasPrefix(",accuracy,gpt,ann,4,1.0") })
    #expect(table.errorText.contains("rationales are rare"))
  }

  @Test func otherConsensus() throws {
    let repository = try ready()
    let latest = try repository.json("agreement", "tone", "--consensus", "latest")
    #expect(latest["consensus"] == ["method": "latest", "labelled": 4, "ties": 0])
    #expect(latest["judges"]?.list?.first?["n"] == 4)
    #expect(try repository.judge("agreement", "tone", "--consensus", "mean").status == 2)
  }

  @Test func whoIsLeftOutIsNamed() throws {
    let repository = try ready()
    let report = try repository.json("agreement", "tone", "--without", "bob")
    #expect(report["labels"] == 4 && report["observed_agreement"] == .null)
    #expect(
      report["excluded"] == [
        ["source_id": "bob", "n": 4, "role": "reviewer", "reason": "as asked"]
      ])
    let consensus = try repository.json("consensus", "tone", "--without", "bob")
    let notes = consensus["warnings"]?.list?.compactMap(\.text) ?? []
    #expect(notes.contains("labels of bob are left out (as asked)"))
  }

  @Test func consensusForSpreadsheetsAndItsReviewers() throws {
    let repository = try ready()
    let majority = try repository.judge("consensus", "tone", "--csv").expecting(0).text
    #expect(majority.hasPrefix("trace_id,client_request_id,value,tie,adjudicated,votes\r\n"))
    #expect(majority.contains(",a,good,false,false,good 2\r\n"))
    #expect(majority.contains(",c,,true,false,\"bad 1, good 1\"\r\n"))
    let model = try repository.judge(
      "consensus", "tone", "--method", "dawid-skene", "--csv"
    ).expecting(0)
    #expect(
      model.text.hasPrefix("trace_id,client_request_id,value,tie,adjudicated,votes,p(bad),p(good)"))
    #expect(model.errorText.contains("with 2 reviewers"))
    let people = try repository.json("consensus", "tone")["reviewers"]?.list
    #expect(people?.map { $0["skill"] } == [1, 1])
    #expect(people?.map { $0["skill_n"] } == [2, 2], "ties are left out")
    let shown = try repository.judge("consensus", "tone").expecting(0).text
    #expect(shown.contains("2 ties, which no skill counts: d, c\n"), "\(shown)")
    #expect(people?.first?["confusion"] == ["good": ["good": 1], "bad": ["bad": 1]])
    let table = try repository.judge("consensus", "tone", "--show-reviewers", "--csv").expecting(0)
      .text
    #expect(
      table.hasPrefix(
        "reviewer,labels,skill,over,where the label is,bad,good\r\nann,4,1.0,2,bad,1.0,0.0"))
  }
}
