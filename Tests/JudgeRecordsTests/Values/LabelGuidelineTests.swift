import JudgeJSON
import JudgeRecords
import Testing

/// What a guideline's version depends on.
@Suite struct LabelGuidelineTests {
  @Test("The hash is the SHA-256 of canonical JSON, the same on every machine")
  func hash() {
    let guideline = LabelGuideline(text: "Polite is good.", values: ["yes", "no"])
    let json = #"{"text":"Polite is good.","values":["no","yes"]}"#
    // As Python has it: hashlib.sha256(json.encode()).hexdigest().
    #expect(guideline.hash == ContentID(hashing: Array(json.utf8)))
    #expect(
      LabelGuideline(text: "", values: []).hash
        == ContentID(hashing: Array(#"{"text":"","type":"string"}"#.utf8)))
  }

  @Test("Text, values and type matter; the order of the values does not")
  func differences() {
    let one = LabelGuideline(text: "Polite is good.", values: ["yes", "no"])
    #expect(one.hash == LabelGuideline(text: one.text, values: ["no", "yes"]).hash)
    let others = [
      LabelGuideline(text: "Polite is good. ", values: one.values),
      LabelGuideline(text: one.text, values: ["yes", "no", "partly"]),
      LabelGuideline(text: one.text, values: [true, false]),
      LabelGuideline(text: one.text), LabelGuideline(text: one.text, valueType: .int),
      LabelGuideline(text: "", values: one.values),
    ]
    #expect(Set(others.map(\.hash) + [one.hash]).count == others.count + 1)
    // With values the type says nothing more.
    #expect(one.hash == LabelGuideline(text: one.text, values: one.values, valueType: .int).hash)
    // Equal for a person, not the same bytes.
    #expect(LabelGuideline(text: "caf\u{e9}").hash != LabelGuideline(text: "cafe\u{301}").hash)
  }

  @Test("A label names its version, and nothing but a hash is one")
  func label() {
    var label = Assessment(
      traceID: "tr-1", name: "tone", source: .human("ann@example.com"), content: .feedback("yes"))
    #expect(label.guideline == nil && label.rubric == nil)
    let hash = ContentID(hashing: [1])
    label.metadata = ["guideline": .string(hash.hex), "rubric": "r1"]
    #expect(label.guideline == hash && label.rubric == nil)
    label.metadata = ["guideline": .string(String(hash.hex.dropLast()))]
    #expect(label.guideline == nil)
  }

  @Test("An assignment of before has no guideline, and its bytes stay as they are")
  func assignment() throws {
    var assignment = Assignment(
      name: "tone", batch: "june", reviewers: ["ann"], overlap: 1, traces: ["t"])
    let before = try assignment.record().id
    #expect(try Assignment(record: assignment.record()).guideline == nil)
    assignment.guideline = ContentID(hashing: [1])
    #expect(try assignment.record().id != before)
    #expect(try Assignment(record: assignment.record()).guideline == ContentID(hashing: [1]))
  }
}
