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

/// A judge's body.
func judge(instructions: String) throws -> Record {
  try JudgeBody(fields: ["name": "tone", "instructions": .string(instructions)]).record()
}
