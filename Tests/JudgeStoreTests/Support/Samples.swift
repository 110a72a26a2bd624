import JudgeJSON
import JudgeRecords
import JudgeStore

/// A label that differs by its number.
func label(_ number: Int, by source: String = "ada@example.com") throws -> Record {
  try Assessment(
    traceID: "tr-\(number)", name: "tone",
    source: AssessmentSource(type: .human, id: source),
    content: .feedback(.string("good")), rationale: "number \(number)"
  ).record()
}

func labels(_ numbers: some Sequence<Int>) throws -> [Record] {
  try numbers.map { try label($0) }
}

/// The path of a record in the tree.
func path(_ record: Record) -> String {
  RecordPath(kind: record.kind, id: record.id).text ?? ""
}

func place(_ record: Record) -> RecordPath { RecordPath(kind: record.kind, id: record.id) }

/// A generator whose seed can be printed (SplitMix64, Steele and others 2014).
struct SeededGenerator: RandomNumberGenerator {
  let seed: UInt64
  private var state: UInt64

  init(_ seed: UInt64 = UInt64.random(in: .min ... .max)) {
    self.seed = seed
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A judge's body.
func judge(instructions: String) throws -> Record {
  try JudgeBody(fields: ["name": "tone", "instructions": .string(instructions)]).record()
}
