import JudgeTestSupport
import Testing

@testable import GitJudge

/// Whether a judge is known to be fit for use, and from what.
@Suite struct FitnessServiceTests {
  private static func lines(_ count: Int = 50, wrong: Int = 0) -> [TraceLine] {
    (0..<count).map { number in
      let value = number % 2 == 0 ? "good" : "bad"
      let other = number % 2 == 0 ? "bad" : "good"
      return TraceLine(
        "f\(number)", [Fixture.ann: value], said: ["gpt": number < wrong ? other : value])
    }
  }

  private func assess(
    _ fixture: Fixture, _ name: String = "tone", onlyOwn: Bool = false,
    test access: TestAccess = .recorded
  ) async throws -> Fitness {
    let version = try await fixture.store.judges.find(named: name)
    return try await fixture.store.fitness.assess(
      of: version, in: try await fixture.store.experiments.current().id, onlyOwn: onlyOwn,
      test: access)
  }

  /// A judge with a run over labelled traces.
  private func ran(_ lines: [TraceLine]) async throws -> Fixture {
    let fixture = try await Fixture(.empty, lines)
    _ = try await fixture.store.judges.create(Fixture.tone)
    _ = try await fixture.store.runs.run(["tone"])
    return fixture
  }

  @Test("A judge that is right on enough labelled traces is fit")
  func fit() async throws {
    let fitness = try await assess(try await Fixture(.proven))
    #expect(fitness.isUsable && fitness.basis == .verdicts && fitness.fit?.verdict == .fit)
    #expect(fitness.judge == "tone@v1" && fitness.notes.isEmpty && fitness.look.judges == 1)
    #expect(fitness.json["verdict"] == "fit" && fitness.json["basis"] == "verdicts")
  }

  @Test("One that errs too often is not, and few labels do not decide")
  func unfit() async throws {
    let wrong = try await assess(try await ran(Self.lines(wrong: 30)))
    #expect(!wrong.isUsable && wrong.fit?.verdict == .notFit)
    let few = try await assess(try await ran(Self.lines(8)))
    #expect(!few.isUsable && few.fit?.verdict == .tooFewLabels)
  }

  @Test("Without labels, agreement or verdicts nothing is known, and the reason says which")
  func unknown() async throws {
    let empty = try await Fixture(.empty, [TraceLine("a")])
    _ = try await empty.store.judges.create(Fixture.tone)
    let none = try await assess(empty)
    #expect(none.basis == .none && none.fit == nil && none.note?.contains("no labels") == true)
    let apart = try await Fixture(
      .empty, [TraceLine("a", [Fixture.ann: "good", Fixture.bob: "bad"])])
    _ = try await apart.store.judges.create(Fixture.tone)
    #expect(try await assess(apart).note?.contains("agree on none of the 1 trace") == true)
    let unasked = try await assess(try await Fixture())
    #expect(
      unasked.note?.contains("run the judge") == true && unasked.headline == "fitness unknown")
    #expect(unasked.json["verdict"] == "unknown")
  }

  @Test("A built-in check needs no labels until somebody labels its question")
  func check() async throws {
    let fixture = try await Fixture()
    let free = try await assess(fixture, "pii_detection")
    #expect(free.basis == .check && free.isUsable && free.json["verdict"] == "not-needed")
    try await fixture.label("c0", "yes", on: "pii_detection")
    let labelled = try await assess(fixture, "pii_detection")
    #expect(labelled.basis == .none && !labelled.isUsable)
  }

  @Test("A labelled trace without a verdict counts as a wrong one")
  func missing() async throws {
    let fixture = try await Fixture(.proven)
    // As many new labelled traces, of which the run knows nothing.
    try await fixture.store.add(
      (0..<24).map { TraceLine("g\($0)", [Fixture.ann: $0 % 2 == 0 ? "good" : "bad"]) })
    let fitness = try await assess(fixture)
    #expect(!fitness.isUsable && fitness.basis == .none)
    #expect(fitness.note?.contains("24 labelled traces") == true)
    _ = try await fixture.store.runs.run(["tone"])
    let after = try await assess(fixture)
    #expect(after.basis == .verdicts && !after.isUsable, "failed verdicts are wrong ones")
  }

  @Test("Verdicts of others count and are named, but do not make production")
  func strangers() async throws {
    let fixture = try await Fixture(.empty, Self.lines())
    _ = try await fixture.store.judges.create(Fixture.tone)
    try await fixture.store.trust.owners(setting: [Fixture.ann])
    _ = try await fixture.handed(to: Fixture.bob).runs.run(["tone"])
    let mine = try await fixture.handed(to: Fixture.ann)
    let version = try await mine.judges.find(named: "tone")
    let experiment = try await mine.experiments.current().id
    let open = try await mine.fitness.assess(of: version, in: experiment)
    #expect(open.isUsable && open.notes.contains { $0.contains(Fixture.bob) })
    let own = try await mine.fitness.assess(of: version, in: experiment, onlyOwn: true)
    #expect(!own.isUsable && own.notes.contains { $0.contains("do not count") })
    let alias = await failure { try await mine.versions.setAlias("production", to: "tone") }
    #expect(alias.code == "negative" && alias.says(Fixture.bob))
  }

  @Test("The held-out part may stay closed: figures are then those of the rest")
  func closed() async throws {
    let fixture = try await Fixture(.proven)
    let fitness = try await assess(fixture, test: .closed)
    #expect(!fitness.look.isOpen && fitness.notes.contains { $0.contains("stays closed") })
    let counted = fitness.fit?.criteria.map(\.count).reduce(0, +) ?? 0
    #expect(counted > 0 && counted < 50)
  }

  @Test("Traces that taught the judge do not count")
  func taught() async throws {
    let fixture = try await Fixture(.empty, Self.lines(40))
    let store = fixture.store
    var body = Fixture.tone
    let taught = try await store.labels.all().prefix(10)
    body.guidelines = [Guideline(text: "Be kind.", labels: taught.map(\.id))]
    _ = try await store.judges.create(body)
    _ = try await store.runs.run(["tone"])
    #expect(try await assess(fixture).fit?.criteria.map(\.count).reduce(0, +) == 30)
  }

  @Test("The bar is set in git's configuration, and must be a share")
  func bars() async throws {
    let fixture = try await Fixture(.proven)
    let store = fixture.store
    #expect(try await store.fitness.bars() == FitForUse.Bars())
    try await store.store.setConfig("judge.bar", "0.96")
    #expect(try await store.fitness.bars().rate == 0.96)
    let fitness = try await assess(fixture)
    #expect(!fitness.isUsable && fitness.unusualBar == 0.96)
    #expect(fitness.remarks.contains { $0.contains("0.96") })
    #expect(try await FitnessService.bars(at: fixture.folder.path).rate == 0.96)
    for text in ["1", "0", "-1", "much"] {
      try await store.store.setConfig("judge.bar", text)
      let error = await failure { try await store.fitness.bars() }
      #expect(error.code == "usage" && error.says("judge.bar", text))
    }
    let outside = try TemporaryFolder()
    #expect(try await FitnessService.bars(at: outside.path) == FitForUse.Bars())
  }

  @Test("A report card decides if it has more traces than the stored verdicts")
  func card() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    _ = try await store.alignments.align("tone", using: Taught.optimizer)
    _ = try await store.alignments.registerAligned("tone")
    let aligned = try await assess(fixture, "tone@v2")
    #expect(aligned.basis == .card && aligned.fit != nil && aligned.look.judges == 2)
    let base = try await assess(fixture, "tone@v1")
    #expect(base.basis == .card && base.fit?.verdict != .fit, "the card of its alignment")
  }
}
