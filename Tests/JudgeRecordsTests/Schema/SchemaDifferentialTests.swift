import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite(
  "Schemas against an independent validator",
  .enabled(if: Validator.python != nil, Comment(rawValue: Validator.missing)))
struct SchemaDifferentialTests {
  /// What the program says of a value as a record.
  private struct Case {
    let schema: String
    let value: JSONValue
    let refusal: RecordError?
    let note: String
  }

  @Test("Records that the program wrote are valid")
  func valid() throws {
    var questions: [Validator.Question] = []
    for kind in RecordKind.all {
      for seed in 0..<40 as Range<UInt64> {
        var maker = RandomRecords(seed: seed)
        let record = try maker.record(kind)
        questions.append(
          Validator.Question(schema: kind.rawValue, value: .object(record.fields)))
      }
    }
    questions.append(Validator.Question(schema: "format", value: Self.format))
    for (question, isValid) in zip(questions, try Validator.answers(questions)) where !isValid {
      Issue.record("\(question.schema): \(question.value.canonicalText)")
    }
  }

  private static let format: JSONValue = ["format": 1, "hash": "sha256", "fanout": [1, 1, 1]]

  @Test("format.json of another layout is not valid")
  func otherFormats() throws {
    let others: [JSONValue] = [
      [:], ["format": 2, "hash": "sha256", "fanout": [1, 1, 1]],
      ["format": 1, "hash": "sha1", "fanout": [1, 1, 1]],
      ["format": 1, "hash": "sha256", "fanout": [1, 1]], ["format": 1, "hash": "sha256"],
    ]
    let answers = try Validator.answers(others.map { .init(schema: "format", value: $0) })
    #expect(answers == others.map { _ in false })
  }

  @Test("Mutated records get the same verdict from program and validator")
  func mutated() throws {
    var cases: [Case] = []
    for kind in RecordKind.all {
      // All cases are in memory at once, so a long run stops at 400,000 of them.
      for seed in PropertyRuns.seeds(30).prefix(1500) {
        var maker = RandomRecords(seed: 1000 + seed)
        let record = try maker.record(kind)
        for number in 0..<20 as Range<UInt64> {
          var mutation = Mutation(random: SeededGenerator(seed: seed << 32 | number))
          let (value, note) = mutation.mutate(.object(record.fields))
          if let new = Self.judged(value, kind, "\(note), seed \(seed), mutation \(number)") {
            cases.append(new)
          }
        }
      }
    }
    try compare(cases)
    let refused = cases.filter { $0.refusal != nil }
    #expect(cases.count > 8000)
    #expect(refused.count > 2500 && refused.count < cases.count - 2500)
    for (schema, list) in Dictionary(grouping: refused, by: \.schema) {
      #expect(list.count > 100, "\(schema)")
    }
    // Every refusal names a field, unless no single one is at fault.
    for item in refused where item.refusal?.field.isEmpty ?? true {
      Issue.record("no field named: \(item.note): \(item.value.canonicalText)")
    }
  }

  @Test("Every word in every field that admits only some")
  func words() throws {
    let source: JSONValue = ["source_type": "HUMAN", "source_id": "a"]
    let target: JSONValue = ["kind": "run", "id": "r"]
    let head: JSONObject = ["v": 1, "assessment_name": "n", "trace_id": "t", "value": 1]
    var cases: [Case] = []
    for word in Mutation.words.map(JSONValue.string) {
      let others: [(RecordKind, JSONObject)] = [
        (.trace, ["experiment": .string(Scene.experiment.hex), "state": word]),
        (.adjudication, ["source": ["source_type": word, "source_id": "a"]]),
        (.adjudication, ["source": source, "time": word]),
        (.judge, ["name": "n", "instructions": "", "feedback_value_type": word]),
        (.spans, ["spans": [["start_time_unix_nano": word]]]),
      ]
      let values: [JSONValue] = ["", "x", 1, 0, .null, "deleted"]
      let changes: [(RecordKind, JSONObject)] =
        values.map { (.change, ["target": target, "key": word, "value": $0]) }
        + ["name", "lifecycle", "version", "tag/", "alias/"].map {
          (.change, ["target": target, "key": $0, "value": word])
        }
      for (kind, fields) in others + changes {
        var object = head.merging(fields)
        object["kind"] = .string(kind.rawValue)
        if let new = Self.judged(.object(object), kind, "\(word)") { cases.append(new) }
      }
    }
    try compare(cases)
    #expect(cases.filter { $0.refusal == nil }.count > 100)
  }

  @Test("Times are valid for the one where they are for the other")
  func times() throws {
    var random = SeededGenerator(seed: 5)
    var cases: [Case] = []
    for _ in 0..<4000 {
      let year = random.pick(random.below(10_000), 4 * random.below(2500), 100 * random.below(100))
      let text =
        "\(pad(year, 4))-\(pad(random.pick(2, random.below(14)), 2))-\(pad(random.below(33), 2))"
        + "T\(pad(random.below(26), 2)):\(pad(random.below(62), 2)):\(pad(random.below(62), 2))"
        + ".\(pad(random.below(1000), 3))Z"
      let value: JSONValue = [
        "kind": "rubric", "v": 1, "name": "n", "text": "", "time": .string(text),
      ]
      if let new = Self.judged(value, .rubric, text) { cases.append(new) }
    }
    try compare(cases)
    #expect(cases.filter { $0.refusal == nil }.count > 1000)
  }

  private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private func compare(_ cases: [Case]) throws {
    let answers = try Validator.answers(cases.map { .init(schema: $0.schema, value: $0.value) })
    for (item, isValid) in zip(cases, answers) where isValid != (item.refusal == nil) {
      Issue.record(
        """
        \(item.schema), \(item.note): the program says \(item.refusal?.description ?? "valid"), \
        jsonschema says \(isValid ? "valid" : "not valid"): \(item.value.canonicalText)
        """)
    }
  }

  /// What the program says; `nil` where the value became a record of a kind it does not know.
  private static func judged(_ value: JSONValue, _ kind: RecordKind, _ note: String) -> Case? {
    do {
      let record = try Record(reading: value.canonicalBytes())
      guard RecordKind.all.contains(record.kind) else { return nil }
      do {
        try record.validate()
        return Case(schema: record.kind.rawValue, value: value, refusal: nil, note: note)
      } catch {
        return Case(schema: record.kind.rawValue, value: value, refusal: error, note: note)
      }
    } catch {
      return Case(schema: kind.rawValue, value: value, refusal: error, note: note)
    }
  }
}
