import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Groups of the held-out split")
struct HeldOutSplitGroupTests {
  private func group(_ inputs: JSONValue) -> String {
    HeldOutSplit.group(of: Trace(id: "tr", inputs: inputs, outputs: .null))
  }

  @Test("Letters are lowered and white space folded, within texts only")
  func normalisation() {
    #expect(group("A  b\tC\r\nd") == #""a b c d""#)
    #expect(group(["Question": "Hi", "a": [1, true]]) == #"{"question":"hi","a":[1,true]}"#)
    #expect(group("a\n \t b") == group("a b"))
    #expect(group("ab") != group("a b"))
    #expect(group("\u{c4}") != group("\u{e4}"), "only ASCII letters are lowered")
  }

  @Test("An escaped backslash before n is not a line break, an escaped quote stays")
  func escapes() {
    #expect(group("a\\nb") == #""a\\nb""#)
    #expect(group("a\\nb") != group("a\nb"))
    #expect(group("say \"X\"") == #""say \"x\"""#)
    #expect(group("a\\\nb") == #""a\\ b""#)
  }

  @Test("Members in another order are the same inputs; other outputs and tags change nothing")
  func order() {
    var trace = Trace(id: "1", inputs: ["b": 1, "a": 2], outputs: "x")
    trace.tags = ["group": "later"]
    #expect(HeldOutSplit.group(of: trace) == group(["a": 2, "b": 1]))
    trace.group = "g"
    #expect(HeldOutSplit.group(of: trace) == "g")
    #expect(
      HeldOutSplit.part(of: trace, feedbackName: "tone")
        == HeldOutSplit.part(ofGroup: "g", feedbackName: "tone"))
  }

  @Test("The split is the question's own: another feedback name cuts elsewhere")
  func names() {
    let groups = (0..<200).map { "g\($0)" }
    let differing = groups.count {
      HeldOutSplit.part(ofGroup: $0, feedbackName: "tone")
        != HeldOutSplit.part(ofGroup: $0, feedbackName: "style")
    }
    #expect(differing > 60)
  }

  @Test(
    "Spelling a text with other spaces and letter case keeps its group",
    arguments: PropertyRuns.seeds(50))
  func property(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let words = (0..<generator.below(6) + 1).map { _ in
      generator.pick("how", "do", "\\n", "i", "\"pay\"", "\u{fc}ber", "n", "t")
    }
    func spelled() -> String {
      words.map { generator.once(in: 2) ? $0.asciiUppercased : $0 }
        .joined(separator: generator.pick(" ", "  ", "\n", " \t ", "\r\n"))
    }
    let (first, second) = (spelled(), spelled())
    // Upper-casing the n of a literal backslash-n is a change of the letter, as elsewhere.
    #expect(group(.string(first)) == group(.string(second)), "seed \(seed): \(first) / \(second)")
  }
}

extension String {
  fileprivate var asciiUppercased: String {
    String(decoding: utf8.map { (0x61...0x7a).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
  }
}
