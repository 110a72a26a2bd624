import JudgeTestSupport
import Testing

/// A judge is measured on held-out traces by any figure, and each one is a look.
@Suite struct LookAtAnyFigureTests {
  /// Labelled traces on which a second source says the contrary of everybody else.
  private func tied() throws -> Repository {
    let repository = try Repository.ready()
    let lines = (0..<60).map { number -> JSON in
      let (value, contrary): (JSON, JSON) = number % 2 == 0 ? ("good", "bad") : ("bad", "good")
      return Samples.line(
        "case-\(number)", inputs: ["question": .text("Where is parcel \(number)?")],
        labels: ["ann": value, "anti": contrary],
        verdicts: ["right": value, "reversed": contrary])
    }
    try repository.load(lines)
    for source in ["right", "reversed"] {
      try repository.newJudge(
        "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/\(source)")
    }
    return repository
  }

  private func looks(_ repository: Repository) throws -> Int {
    try repository.records("reports").values.count { $0["report_type"] == "look" }
  }

  @Test(arguments: [[], ["--consensus", "latest"], ["--without", "anti"]])
  func agreementRecordsALookWhateverDecidesTies(_ options: [String]) throws {
    let repository = try tied()
    let report = try repository.judge(["agreement", "tone", "--json"] + options).expecting(0)
      .json()
    #expect(report["test_set"]?["judges_measured"] == 2, "\(report["test_set"]?.line ?? "")")
    #expect(try looks(repository) == 2)
  }

  @Test func aClosedTestSetShowsNoReviewersFigureEither() throws {
    let repository = try tied()
    for version in ["tone@v1", "tone@v2"] { try repository.json("run", version) }
    // Without an identity nothing can be recorded.
    try repository.git("config", "user.useConfigOnly", "true")
    try repository.git("config", "user.email", "")
    let report = try repository.json("agreement", "tone")
    let warnings = report["warnings"]?.list?.compactMap(\.text) ?? []
    #expect(warnings.contains { $0.contains("held-out part stays closed") }, "\(warnings)")
    #expect(try looks(repository) == 0)
  }

  @Test func aLookCannotBeHidden() throws {
    let repository = try tied()
    try repository.json("agreement", "tone")
    let look = try #require(try repository.records("reports").keys.first)
    let hash = look.split(separator: "/").last.map { String($0.prefix(64)) } ?? ""
    let refused = try repository.judge("redact", hash, "--reason", "x")
    #expect(refused.status == 2 && refused.errorText.contains("look"), "\(refused.all)")
    #expect(try looks(repository) == 2)
  }

  @Test func aCaseThatTaughtIsRecognizedUnderAnotherGroup() throws {
    let set = try AlignedSet()
    let repository = set.repository
    let train = try #require(set.aligned["split", "train"]?.int)
    let again = Samples.labelled(80).enumerated().map { number, line -> JSON in
      guard case .object(var members) = line else { return line }
      members["client_request_id"] = .text("again-\(number)")
      members["tags"] = ["group": .text("x\(number)")]
      return .object(members)
    }
    try repository.load(again, as: "again.jsonl")
    let evaluated = try repository.json(
      "evaluate", "--judge", "tone@v2", "--where", "client_request_id LIKE 'again-%'")
    #expect(evaluated["metrics", "tone/taught"]?.int == train)
  }
}
