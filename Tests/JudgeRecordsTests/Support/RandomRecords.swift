import JudgeJSON
import JudgeRecords
import JudgeTestSupport

/// Random values of every kind, the same for the same seed.
struct RandomRecords {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A value of a kind of record, as a record.
  mutating func record(_ kind: RecordKind) throws -> Record {
    switch kind {
    case .experiment: try experiment().record()
    case .run: try run().record()
    case .trace: try trace().record()
    case .spans: try spans().record()
    case .assessment: try assessment().record()
    case .verdicts: try verdicts().record()
    case .judge: try judge().record()
    case .registration: try registration().record()
    case .report: try report().record()
    case .rubric: try rubric().record()
    case .assignment: try assignment().record()
    case .adjudication: try adjudication().record()
    case .change: try change().record()
    case .endorsement: try endorsement().record()
    default: try redaction().record()
    }
  }

  mutating func maybe<Value>(_ make: (inout RandomRecords) -> Value) -> Value? {
    random.once(in: 2) ? make(&self) : nil
  }

  mutating func list<Value>(upTo most: Int, _ make: (inout RandomRecords) -> Value) -> [Value] {
    var result: [Value] = []
    for _ in 0..<random.below(most + 1) { result.append(make(&self)) }
    return result
  }

  /// A text that may be empty.
  mutating func text() -> String { random.once(in: 6) ? "" : name() }

  /// A text that is not empty, often one that is easily got wrong.
  mutating func name() -> String {
    let special = [
      "e\u{301}", "\u{e9}", "\u{212A}", "line\n", "\"quoted\\\"", "\u{1F600}", "\u{FB33}", "\u{0}",
      "tag/\u{301}x", "名前", " ", "a/b", "null", "\u{7F}\u{2028}",
    ]
    if random.once(in: 4), let text = random.element(of: special) { return text }
    let letters = Array("abcdefghijklmnopqrstuvwxyzK0123456789-_.@")
    let count = 1 + random.below(12)
    return String((0..<count).compactMap { _ in random.element(of: letters) })
  }

  mutating func hash() -> ContentID { ContentID(hashing: Array("\(random.next())".utf8)) }

  mutating func time() -> Timestamp {
    Timestamp(clamping: Int64.random(in: Timestamp.range, using: &random))
  }

  mutating func number() -> Double {
    switch random.below(5) {
    case 0: return 0
    case 1: return Double(random.below(1000))
    case 2: return -Double(random.below(1_000_000)) / 8
    case 3: return 9_007_199_254_740_991
    default:
      let number = Double(bitPattern: random.next())
      return number.isFinite ? number : 1e300
    }
  }

  mutating func count(from low: Int) -> Int {
    random.once(in: 8) ? 9_007_199_254_740_991 : low + random.below(5)
  }

  mutating func scalar() -> JSONValue {
    switch random.below(3) {
    case 0: .string(text())
    case 1: .number(number())
    default: .bool(random.once(in: 2))
    }
  }

  mutating func json(depth: Int = 3) -> JSONValue {
    switch random.below(depth > 0 ? 6 : 4) {
    case 0: .null
    case 4: .array(list(upTo: 3) { $0.json(depth: depth - 1) })
    case 5: .object(object(depth: depth - 1))
    default: scalar()
    }
  }

  mutating func object(depth: Int = 2) -> JSONObject {
    JSONObject(list(upTo: 3) { ($0.text(), $0.json(depth: depth)) })
  }

  mutating func texts() -> JSONObject {
    JSONObject(list(upTo: 3) { ($0.text(), .string($0.text())) })
  }

  mutating func source() -> AssessmentSource {
    AssessmentSource(
      type: random.pick(.human, .llmJudge, .code, .unspecified), id: name())
  }

  mutating func person() -> Person { Person(name: text(), email: name()) }
}
