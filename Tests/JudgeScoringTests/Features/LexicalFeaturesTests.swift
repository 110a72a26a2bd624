import JudgeJSON
import JudgeTestSupport
import Testing

@testable import JudgeScoring

@Suite struct LexicalFeaturesTests {
  private func features(
    _ outputs: JSONValue, inputs: JSONValue = ["question": "Where is the tall tower?"],
    expectations: JSONValue? = nil
  ) -> [String: Double] {
    LexicalFeatures(inputs: inputs, outputs: outputs, expectations: expectations).values
  }

  @Test func countsOneField() throws {
    let values = features([
      "answer": "The tower is in Paris. Isn't it?\n- It’s tall\n2) **Old**"
    ])
    func count(_ name: String) throws -> Double {
      try #require(values["outputs.answer.\(name)"])
    }
    #expect(try count("words") == PortableMath.log(12))
    #expect(try count("sentences") == PortableMath.log(3))
    #expect(try count("lines") == PortableMath.log(4))
    #expect(try count("list_items") == PortableMath.log(3))
    #expect(try count("questions") == PortableMath.log(2))
    #expect(try count("markdown") == PortableMath.log(3))
    #expect(try count("input_recall") == 4.0 / 5)
    #expect(try count("input_precision") == 4.0 / 11)
    #expect(values["difference.words"] == nil)
    #expect(values["outputs.answer.expectation_f1"] == nil)
  }

  @Test func findsPhrasesAndRepetition() {
    let values = features(["a": "I’m sorry, I cannot say. I cannot say. I cannot say."])
    #expect(values["outputs.a.refusals"] == PortableMath.log(1 + 4))
    #expect((values["outputs.a.repetition"] ?? 0) > 0.4)
    #expect(features(["a": "Certainly not sorry"])["outputs.a.refusals"] == 0)
  }

  @Test func matchesTheBestExpectation() {
    let answers: JSONValue = ["acceptable": ["Lyon", "the Paris, France"]]
    let exact = features(["a": "Paris France!"], expectations: answers)
    #expect(exact["outputs.a.expectation_exact"] == 1)
    #expect(exact["outputs.a.expectation_contained"] == 1)
    let contained = features(["a": "It stands in Lyon."], expectations: answers)
    #expect(contained["outputs.a.expectation_exact"] == 0)
    #expect(contained["outputs.a.expectation_contained"] == 1)
    #expect(contained["outputs.a.expectation_recall"] == 1)
    let wrong = features(["a": "Rome"], expectations: answers)
    #expect(wrong["outputs.a.expectation_f1"] == 0)
    #expect(features(["a": "Rome"], expectations: [:])["outputs.a.expectation_f1"] == nil)
  }

  @Test func swappedFieldsTurnDifferencesRound() {
    let one = "A short answer."
    let two = "A much longer answer, I think, with 3 items and more words."
    let straight = features(["output_1": .string(one), "output_2": .string(two)])
    let swapped = features(["output_1": .string(two), "output_2": .string(one)])
    #expect(!straight.filter { $0.key.hasPrefix("difference.") }.isEmpty)
    for (name, value) in straight where name.hasPrefix("difference.") {
      #expect(swapped[name] == (value == 0 ? 0 : -value), "\(name)")
    }
    for (name, value) in straight where name.hasPrefix("pair.") {
      #expect(swapped[name].map { ($0 - value).magnitude < 1e-12 } == true, "\(name)")
    }
  }

  @Test func takesWhatIsNoTextAsItsCanonicalJSON() {
    let typed = features(["a": true, "b": ["y": 1, "x": 2]])
    let text = features(["a": "true", "b": "{\"x\":2,\"y\":1}"])
    #expect(typed == text)
    #expect(features("Paris")["outputs.words"] == PortableMath.log(2))
    #expect(features(.null)["outputs.words"] == PortableMath.log(2))
    #expect(features([:]).isEmpty)
  }

  @Test func knowsWordsOfOtherScripts() {
    let han = features(["a": "東京です。"], inputs: "東京")
    #expect(han["outputs.a.words"] == PortableMath.log(5))
    #expect(han["outputs.a.input_recall"] == 1)
    #expect(han["outputs.a.sentences"] == PortableMath.log(2))
    let cased = features(["a": "ÉCOLE ΑΘΗΝΑ МОСКВА"], inputs: "école αθηνα москва")
    #expect(cased["outputs.a.input_precision"] == 1)
  }

  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func isFiniteAndRepeatableForAnyText(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func text() -> JSONValue {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<generator.below(60) {
        let limit = generator.once(in: 3) ? 0x11_0000 : 0x80
        if let scalar = Unicode.Scalar(UInt32(generator.below(limit))) { scalars.append(scalar) }
      }
      return .string(String(scalars))
    }
    for _ in 0..<200 {
      let inputs: JSONValue = ["q": text()]
      let outputs: JSONValue = ["a": text(), "b": text(), "c": text()]
      let expectations: JSONValue = ["e": [text(), text()]]
      let values = features(outputs, inputs: inputs, expectations: expectations)
      let odd = values.filter { !$0.value.isFinite }
      #expect(odd.isEmpty, "seed \(seed): \(outputs.canonicalText)")
      #expect(values == features(outputs, inputs: inputs, expectations: expectations))
    }
  }

  @Test func describesAtMostSixFields() {
    let many = JSONValue.object(JSONObject((1...9).map { ("f\($0)", JSONValue.string("x")) }))
    let case9 = LexicalFeatures(inputs: "q", outputs: many)
    #expect(case9.fieldCount == 6)
    #expect(case9.values["outputs.f6.words"] != nil)
    #expect(case9.values["outputs.f7.words"] == nil)
  }
}
