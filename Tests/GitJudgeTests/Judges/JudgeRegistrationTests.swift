import Testing

@testable import GitJudge

/// Registering judges: numbers, parents, tags, and what is refused.
@Suite struct JudgeRegistrationTests {
  @Test("The first body of a name is version 1, another body the next, with its parent")
  func numbers() async throws {
    let fixture = try await Fixture(.empty)
    let judges = fixture.store.judges
    let first = try await judges.create(Fixture.tone)
    #expect(first.version == 1 && !first.wasThere && first.tag == "judge/support/tone/v1")
    #expect(first.tagProblem == nil)
    let second = try await judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    #expect(second.version == 2 && second.tag == "judge/support/tone/v2")
    let version = try await judges.find(named: "tone@v2")
    #expect(version.registration?.parents == [first.hash])
    let other = try await judges.create(Fixture.judge("brevity"))
    #expect(other.version == 1 && other.json["judge"] == "brevity")
  }

  @Test("A body that is registered is that version, and nothing is written")
  func again() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let commits = try fixture.commits
    let again = try await fixture.store.judges.create(Fixture.tone)
    #expect(again.wasThere && again.version == 1)
    #expect(try fixture.commits == commits)
  }

  @Test("Tags and author belong to the registration")
  func tags() async throws {
    let fixture = try await Fixture(.empty)
    _ = try await fixture.store.judges.create(Fixture.tone, tags: ["team": "billing"])
    let registration = try #require(
      try await fixture.store.judges.find(named: "tone").registration)
    #expect(registration.tags == ["team": "billing"] && registration.author?.name == "Ann")
    #expect(registration.time != nil && registration.report == nil)
  }

  @Test("The same name in two experiments is two judges")
  func experiments() async throws {
    let fixture = try await Fixture()
    let other = try await fixture.store.experiments.open("other", create: true)
    let made = try await other.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    #expect(made.version == 1 && made.tag == "judge/other/tone/v1")
    #expect(try await other.judges.find(named: "tone").hash == made.hash)
    let support = try await fixture.store.experiments.open("support")
    #expect(try await support.judges.find(named: "tone").hash != made.hash)
  }

  @Test(
    "A name that could not be read back is refused",
    arguments: ["", "a@b", "a:b", " tone", "tone ", "to\nne", "to\u{7}ne", "to\u{200B}ne"])
  func names(name: String) async throws {
    let fixture = try await Fixture(.empty)
    let error = await failure { try await fixture.store.judges.create(Fixture.judge(name)) }
    #expect(error.code == "usage")
  }

  @Test(
    "Instructions name a part of the case, and nothing that judges do not know",
    arguments: [
      ("Be strict.", "outputs"), ("Is {{ output }} good?", "output"),
      ("Rate {{ conversation }} and {{ outputs }}.", "conversation"),
    ])
  func instructions(text: String, word: String) async throws {
    let fixture = try await Fixture(.empty)
    let error = await failure {
      try await fixture.store.judges.create(Fixture.judge("tone", text))
    }
    #expect(error.code == "invalid" && error.says(word), "\(error.text)")
    #expect(try await fixture.store.judges.all().isEmpty)
  }

  @Test("Text that looks like a placeholder and is none is refused")
  func strayPlaceholder() async throws {
    let fixture = try await Fixture(.empty)
    let text = "Is {{ outputs }} an answer to\n{{ inputs.question }}?"
    let error = await failure {
      try await fixture.store.judges.create(Fixture.judge("tone", text))
    }
    #expect(error.code == "invalid" && error.says("line 2") && error.says("{{ inputs }}"))
  }

  @Test("Inference parameters that the model would not get are refused")
  func parameters() async throws {
    // No key is set, and the parameters are checked nevertheless.
    let fixture = try await Fixture(.empty, models: CallService.registry(Providers()))
    for (model, inference) in [
      ("openai:/m", ["temprature": 0]), ("anthropic:/m", ["seed": 7]),
    ] as [(String, JSONObject)] {
      var body = Fixture.judge("tone")
      (body.model, body.inference) = (model, inference)
      let asked = body
      let error = await failure { try await fixture.store.judges.create(asked) }
      #expect(error.code == "invalid" && error.says("no such parameter"), "\(error.text)")
    }
  }

  @Test("A judge that has them already is loaded, and says that they are not sent")
  func olderParameters() async throws {
    let fixture = try await Fixture()
    var body = Fixture.judge("old", "Is {{ outputs }} kind?")
    (body.model, body.inference) = ("recorded:/gpt", ["temprature": 0, "max_tokens": "5"])
    _ = try await fixture.store.judges.register(
      try body.record(), as: "old", report: nil, parents: nil, tags: [:])
    let result = try await fixture.store.runs.run(["old"])
    #expect(result.warnings.contains { $0.contains("temprature") && $0.contains("not sent") })
    #expect(result.warnings.contains { $0.contains("max_tokens: must be a whole number") })
  }

  @Test("A passing value must be one of the declared values")
  func pass() async throws {
    let fixture = try await Fixture(.empty)
    let error = await failure {
      try await fixture.store.judges.create(Fixture.judge("tone", pass: ["great"]))
    }
    #expect(error.isOfData && error.says("great"))
  }

  @Test("A model that nothing will ever answer for is refused; a recorded one is not")
  func models() async throws {
    let fixture = try await Fixture(.empty)
    let judges = fixture.store.judges
    let error = await failure {
      try await judges.create(Fixture.judge("tone", model: "nothing:/x"))
    }
    #expect(!error.code.isEmpty && error.says("nothing"))
    #expect(try await judges.create(Fixture.judge("tone", model: nil)).version == 1)
  }

  @Test("A judge takes a limited number of examples")
  func examples() async throws {
    let fixture = try await Fixture(.empty)
    var body = Fixture.tone
    body.examples = (0..<(FewShotExamples.limit + 1)).map {
      FewShotExamples.example(
        Trace(id: "t\($0)", inputs: "q", outputs: .string("a\($0)")), value: "good", rationale: nil)
    }
    let many = body
    let error = await failure { try await fixture.store.judges.create(many) }
    #expect(error.code == "invalid" && error.says("\(FewShotExamples.limit)"))
    body.examples.removeLast()
    let few = body
    #expect(try await fixture.store.judges.create(few).version == 1)
  }

  @Test("Instructions that hold a secret are not written")
  func secret() async throws {
    let fixture = try await Fixture(.empty)
    let token = "gh" + "p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    let error = await failure {
      try await fixture.store.judges.create(
        Fixture.judge("tone", "Use \(token) to rate {{ outputs }}."))
    }
    #expect(error.code == "invalid" && !error.says(token))
    #expect(try await fixture.store.judges.all().isEmpty)
  }

  @Test("Examples are chosen from the training traces that the judge gets wrong")
  func automatic() async throws {
    let lines = (0..<40).map { number in
      TraceLine(
        "x\(number)", [Fixture.ann: number % 4 == 0 ? "bad" : "good"], said: ["gpt": "good"])
    }
    let fixture = try await Fixture(.empty, lines)
    let chosen = try await fixture.store.judges.addingAutomaticExamples(to: Fixture.tone)
    #expect(chosen.asked > chosen.errors && chosen.asked < 40, "the held-out part is left alone")
    #expect(!chosen.body.examples.isEmpty)
    #expect(chosen.body.examples.count <= FewShotExamples.limit)
    let held = try await fixture.store.traces.all().filter {
      HeldOutSplit.part(of: $0, feedbackName: "tone") == .test
    }
    for example in chosen.body.examples {
      #expect(!held.contains { $0.inputs == example["inputs"] })
    }
  }

  @Test("Without a label there is nothing to choose examples from")
  func nothingToChoose() async throws {
    let fixture = try await Fixture(.empty, [TraceLine("a")])
    let error = await failure {
      try await fixture.store.judges.addingAutomaticExamples(to: Fixture.tone)
    }
    #expect(error.code == "not-found" && error.says("tone"))
  }
}
