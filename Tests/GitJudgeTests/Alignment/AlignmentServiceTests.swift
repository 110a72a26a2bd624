import Testing

@testable import GitJudge

/// Aligning judges to labels, and registering what came out.
@Suite struct AlignmentServiceTests {
  @Test("An improvement is proved on held-out traces, and stored but not registered")
  func taught() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    let base = try await store.judges.find(named: "tone")
    let result = try await store.alignments.align("tone", using: Taught.optimizer)
    #expect(result.report.fitted.improved && result.report.openings == 1)
    #expect(result.judge == "tone" && result.hash != base.hash && result.stored.base == base.hash)
    #expect(result.base == "tone@v1")
    let held = try #require(result.report.result)
    #expect(held.base.comparison.accuracy.map { $0 < 0.8 } == true)
    #expect(held.aligned.comparison.accuracy == 1)
    #expect(try await store.judges.history(of: "tone").count == 1)
    let body = try await store.judges.judgeBody(result.hash)
    #expect((1...5).contains(body.examples.count) && body.steps.map(\.optimizer) == ["few-shot"])
    #expect(result.json["improved"] == true && result.json["optimizer"] == "few-shot")
  }

  @Test("No label of a held-out trace is learned from")
  func heldOut() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    let result = try await store.alignments.align("tone", using: Taught.optimizer)
    let step = try #require(try await store.judges.judgeBody(result.hash).steps.first)
    let traces = try await store.traces.all()
    let held = traces.filter { HeldOutSplit.part(of: $0, feedbackName: "tone") == .test }
    try #require(!held.isEmpty)
    #expect(Set(step.labels).isDisjoint(with: held.flatMap(\.labels).map(\.id)))
    #expect(step.labels.count == 2 * (traces.count - held.count), "labels of both people")
  }

  @Test("The aligned judge is registered as the next version, with its report card")
  func registered() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    let result = try await store.alignments.align("tone", using: Taught.optimizer)
    let version = try await store.alignments.registerAligned("tone", tags: ["round": "1"])
    #expect(version.version == 2 && version.hash == result.hash && !version.wasThere)
    let found = try await store.judges.find(named: "tone@v2")
    #expect(found.registration?.report == result.reportID)
    #expect(found.registration?.parents == [try #require(result.stored.base)])
    #expect(found.registration?.tags == ["round": "1"])
    #expect(try await store.versions.report(of: found)?.figures["improved"] == true)
    let log = try await store.versions.log(of: "tone")
    #expect(
      log.last?.json["optimizer"] == "few-shot" && log.last?.parents.first?.label == "tone@v1")
    #expect(try await store.alignments.registerAligned("tone").wasThere)
    let rates = try await store.evaluations.heldOutRates(of: found)
    #expect(rates != nil, "its card knows how often it errs")
  }

  @Test("A new name keeps the question of the base")
  func anotherName() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    _ = try await store.alignments.align("tone@v1", using: Taught.optimizer)
    let version = try await store.alignments.registerAligned("tone@v1", as: "tone_kind")
    #expect(version.judge == "tone_kind" && version.version == 1)
    #expect(try await store.judges.find(named: "tone_kind").body.feedbackName == "tone")
    #expect(try await store.agreement.report("tone_kind").set.traces.count == 40)
    let bad = await failure { try await store.alignments.registerAligned("tone", as: "a@b") }
    #expect(bad.code == "usage")
  }

  @Test("An alignment without a gain is stored; register refuses it unless it is forced")
  func noGain() async throws {
    let fixture = try await Taught.fixture()
    let alignments = fixture.store.alignments
    let none = await failure { try await alignments.registerAligned("tone") }
    #expect(none.code == "not-found" && none.says("align judge tone"))
    let result = try await alignments.align("tone", using: Taught.Idle())
    #expect(!result.report.fitted.improved)
    let refused = await failure { try await alignments.registerAligned("tone") }
    #expect(refused.code == "negative" && refused.says("force"))
    #expect(try await alignments.registerAligned("tone", anyway: true).wasThere, "it is the base")
  }

  @Test("Too few labels, or labels that all say the same, are named with how many more it takes")
  func tooFew() async throws {
    let fixture = try await Taught.fixture(12)
    let store = fixture.store
    let few = await failure {
      try await store.alignments.align(
        "tone", using: Taught.optimizer, options: AlignOptions(minimum: 30))
    }
    #expect(few.says("30", "label about"))
    let same = try await Fixture(
      .empty, (0..<12).map { TraceLine("s\($0)", [Fixture.ann: "good"], said: ["gpt": "good"]) })
    _ = try await same.store.judges.create(Fixture.tone)
    let one = await failure { try await same.store.alignments.align("tone") }
    #expect(one.says("same"))
    let unlabelled = try await Fixture(.empty, [TraceLine("a")])
    _ = try await unlabelled.store.judges.create(Fixture.tone)
    let none = await failure { try await unlabelled.store.alignments.align("tone") }
    #expect(none.says("tone"))
  }

  @Test("Few labels fit a judge, and the held-out part stays closed")
  func undecided() async throws {
    let fixture = try await Taught.fixture(6)
    let store = fixture.store
    let result = try await store.alignments.align("tone", using: Taught.optimizer)
    #expect(!result.report.fitted.improved && result.report.result == nil)
    let experiment = try await store.experiments.current().id
    #expect(try await store.looks.all(at: "tone", in: experiment) == Looks())
  }

  @Test("Judges of sessions, and judges that do not read, are refused with a reason")
  func unfitting() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    _ = try await store.judges.create(Fixture.judge("whole", "Rate {{ conversation }}."))
    let session = await failure { try await store.alignments.align("whole") }
    #expect(session.code == "invalid" && session.says("whole", "session"))
    let unread = await failure {
      try await store.alignments.align("tone", using: Taught.optimizer)
    }
    #expect(unread.says("few-shot"))
  }

  @Test("An optimizer is named by a word of the list or by a path")
  func optimizers() async throws {
    let alignments = try await Fixture(.plain).store.alignments
    for name in OptimizerCatalog.names {
      #expect(try alignments.optimizer(name).name == name)
    }
    #expect(try alignments.optimizer("./mine") is ProgramOptimizer)
    let unknown = await failure { try alignments.optimizer("gepe") }
    #expect(unknown.code == "usage" && unknown.says("gepe", "gepa", "few-shot"))
    let setting = await failure { try alignments.optimizer("few-shot", settings: ["trails": 3]) }
    #expect(!setting.code.isEmpty && setting.says("trails"))
  }

  @Test("Without a choice words teach a judge that reads, and weights one that does not")
  func defaults() async throws {
    let fixture = try await Taught.fixture(2)
    let reader = try await fixture.store.judges.callable("tone")
    #expect(AlignmentService.defaultOptimizer(for: reader.base).name == "memalign")
    let recorded = try ModelRegistry().judge(Fixture.tone)
    #expect(AlignmentService.defaultOptimizer(for: recorded).name == "calibration")
  }

  @Test("An attempt that found no gain counts against the next one on the same labels")
  func attempts() async throws {
    let fixture = try await Taught.fixture()
    let alignments = fixture.store.alignments
    func tried(_ optimizer: any AlignmentOptimizer, seed: UInt64 = 0) async throws -> Int {
      let options = AlignOptions(seed: seed)
      let run = try await alignments.beginAlignment("tone", options)
      return try await alignments.attempts(run, optimizer, options.fit)
    }
    #expect(try await tried(Taught.optimizer) == 1)
    // One that learns something useless, so that there is a step to count.
    struct Useless: AlignmentOptimizer {
      let name = "useless"
      let needsReader = false
      let selection = SelectionMethod.validation
      func align(
        _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
      ) async throws(JudgeFailure) -> AlignmentProposal {
        var body = judge.body
        body.guidelines = [Guideline(text: "Be fair.")]
        return AlignmentProposal(body: body)
      }
    }
    let useless = try await alignments.align("tone", using: Useless())
    #expect(!useless.report.fitted.improved)
    #expect(try await tried(Useless()) == 1, "the same attempt again is none more")
    #expect(try await tried(Taught.optimizer) == 2)
    #expect(try await tried(Useless(), seed: 1) == 2)
    try await fixture.store.add([
      TraceLine("new1", outputs: "A rude one, new.", [Fixture.ann: "bad"]),
      TraceLine("new2", outputs: "A rude one, newer.", [Fixture.ann: "bad"]),
      TraceLine("new3", outputs: "A kind one, new.", [Fixture.ann: "good"]),
      TraceLine("new4", outputs: "A kind one, newer.", [Fixture.ann: "good"]),
    ])
    #expect(try await tried(Taught.optimizer) == 1, "new labels start the count again")
  }

  @Test("Several results that nobody registered are told apart by their hashes")
  func several() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    let first = try await store.alignments.align("tone", using: Taught.optimizer)
    let second = try await store.alignments.align(
      "tone", using: Taught.optimizer, options: AlignOptions(seed: 9))
    try #require(first.hash != second.hash)
    let experiment = try await store.experiments.current().id
    #expect(try await store.store.config(AlignmentService.alignedKey(experiment, "tone")) != nil)
    try await store.store.setConfig(AlignmentService.alignedKey(experiment, "tone"), nil)
    let error = await failure { try await store.alignments.registerAligned("tone") }
    #expect(error.code == "ambiguous")
    #expect(error.says(first.hash.prefix(12), second.hash.prefix(12)))
    let picked = try await store.alignments.registerAligned(first.hash.prefix(10))
    #expect(picked.hash == first.hash && picked.judge == "tone")
    #expect(try await store.alignments.registerAligned("tone").hash == second.hash)
  }

  @Test("Optimizers are ranked on the same traces, and one that fails says why")
  func compared() async throws {
    let fixture = try await Fixture(
      .empty,
      (0..<40).map {
        let value = $0 % 2 == 0 ? "good" : "bad"
        return TraceLine(
          "y\($0)", outputs: .string($0 % 2 == 0 ? "a long and kind answer \($0)" : "no \($0)"),
          [Fixture.ann: value], said: ["gpt": $0 % 2 == 0 ? "bad" : "good"])
      })
    _ = try await fixture.store.judges.create(Fixture.tone)
    let result = try await fixture.store.alignments.align(
      "tone", comparing: ["few-shot", "calibration"])
    #expect(result.entries.map(\.optimizer) == ["calibration", "few-shot"])
    #expect(result.entries[1].evidence == nil && result.entries[1].error != nil)
    #expect(
      result.winner == "calibration" && result.result.report.fitted.optimizer == "calibration")
    let unknown = await failure {
      try await fixture.store.alignments.align("tone", comparing: ["calibration", "magic"])
    }
    #expect(unknown.code == "usage" && unknown.says("magic"))
  }

  @Test("The bound of calls is known before any is made")
  func estimate() async throws {
    let fixture = try await Taught.fixture(20)
    let alignments = fixture.store.alignments
    let few = try #require(try await alignments.estimate("tone", using: [Taught.optimizer]))
    let more = try #require(
      try await alignments.estimate("tone", using: [FewShot(candidates: 6, trials: 60)]))
    #expect(few.calls > 20 && more.calls > few.calls)
    #expect(try await alignments.estimate("tone", using: [Taught.Idle()]) == nil)
    let recorded = try await Fixture()
    let free = try await recorded.store.alignments.estimate("tone", using: [CalibrationOptimizer()])
    #expect(free?.calls == 0 && free?.text == "no calls")
  }

  @Test("A judge can be aligned without a store, and registered with its card and its looks")
  func library() async throws {
    let fixture = try await Taught.fixture()
    let store = fixture.store
    let base = try await store.judges.callable("tone").base
    let aligned = try await base.aligned(
      to: try await store.traces.all(), using: Taught.optimizer,
      registry: try Taught.chat().registry)
    #expect(aligned.improved)
    let commits = try fixture.commits
    let version = try await store.alignments.register(aligned, tags: ["by": "library"])
    let body = try aligned.body.record().id
    #expect(version.version == 2 && version.hash == body)
    let experiment = try await store.experiments.current().id
    #expect(try await !store.looks.all(at: "tone", in: experiment).groups(of: version.hash).isEmpty)
    #expect(try fixture.commits == commits + 2)
    let found = try await store.judges.find(named: "tone@v2")
    #expect(try await store.versions.report(of: found)?.figures["improved"] == true)
  }
}
