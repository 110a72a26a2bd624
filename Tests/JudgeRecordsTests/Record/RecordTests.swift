import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Records")
struct RecordTests {
  @Test("Unknown fields survive byte for byte", arguments: RecordKind.all)
  func unknownFields(kind: RecordKind) throws {
    for seed in 0..<20 as Range<UInt64> {
      var maker = RandomRecords(seed: seed)
      var fields = try maker.record(kind).fields
      fields["zz_newer"] = maker.json()
      fields["\u{e9}"] = 1
      fields["e\u{301}"] = 2
      let bytes = JSONValue.object(fields).canonicalBytes()
      let record = try Record(reading: bytes, named: ContentID(hashing: bytes))
      try record.validate()
      #expect(record.bytes == bytes)
      #expect(record.fields == fields)
      #expect(try Record(kind: kind, fields: record.fields).bytes == bytes)
    }
  }

  @Test("Unknown kinds are kept, pass, and have no place")
  func unknownKind() throws {
    let bytes = Array(#"{"kind":"wishes","v":7,"x":[null]}"#.utf8)
    let record = try Record(reading: bytes)
    try record.validate()
    #expect(record.kind.rawValue == "wishes" && record.version == 7 && record.bytes == bytes)
    #expect(record.kind.folder == nil)
    #expect(RecordPath(kind: record.kind, id: record.id).text == nil)
  }

  @Test("A newer version of a known kind is told apart")
  func newerVersion() throws {
    let record = try Record(reading: Array(#"{"kind":"rubric","v":2}"#.utf8))
    let error = #expect(throws: RecordError.self) { try record.validate() }
    #expect(error?.code == .newerVersion && error?.field == "v")
  }

  @Test(
    "Bytes that are no record",
    arguments: [
      (#"{"v":1,"kind":"rubric"}"#, RecordError.Code.notCanonical, ""),
      (#"{"kind":"rubric", "v":1}"#, .notCanonical, ""),
      (#"{"kind":"rubric","v":1.0}"#, .notCanonical, ""),
      (#"{"kind":"rubric","kind":"rubric","v":1}"#, .notCanonical, ""),
      (#"{"kind":"rubric","v":1}"# + "\n", .notCanonical, ""),
      ("[]", .schema, ""), ("", .notCanonical, ""),
      (#"{"v":1}"#, .schema, "kind"), (#"{"kind":"","v":1}"#, .schema, "kind"),
      (#"{"kind":null,"v":1}"#, .schema, "kind"), (#"{"kind":"rubric"}"#, .schema, "v"),
      (#"{"kind":"rubric","v":0}"#, .schema, "v"), (#"{"kind":"rubric","v":1.5}"#, .schema, "v"),
      (#"{"kind":"rubric","v":true}"#, .schema, "v"),
    ])
  func refused(text: String, code: RecordError.Code, field: String) {
    let error = #expect(throws: RecordError.self) { try Record(reading: Array(text.utf8)) }
    #expect(error?.code == code && error?.field == field, "\(text): \(String(describing: error))")
  }

  @Test("A name that is not the hash is refused")
  func nameMismatch() throws {
    let record = try Experiment(name: "a").record()
    let other = try Experiment(name: "b").record()
    let error = #expect(throws: RecordError.self) {
      try Record(reading: record.bytes, named: other.id)
    }
    #expect(error?.code == .nameMismatch)
    #expect(error?.message.contains(other.id.hex) == true)
  }

  @Test("The hash is SHA-256 of the bytes")
  func hash() throws {
    // printf '{"kind":"experiment","name":"support","v":1}' | sha256sum
    let record = try Experiment(name: "support").record()
    #expect(String(decoding: record.bytes, as: UTF8.self) == Self.supportText)
    #expect(record.id.hex == Self.supportHash)
  }

  private static let supportText = #"{"kind":"experiment","name":"support","v":1}"#
  private static let supportHash =
    "bd094952a995777b4306a6cd65f6771da7d6508c84b5283cb601bb01073de0b7"

  @Test("1 MiB is the limit, to the byte")
  func limit() throws {
    let empty = try Rubric(name: "n", text: "").record().bytes.count
    let most = Record.maximumSize - empty
    let full = try Rubric(name: "n", text: String(repeating: "x", count: most)).record()
    #expect(full.bytes.count == 1 << 20)
    #expect(try Record(reading: full.bytes) == full)
    let error = #expect(throws: RecordError.self) {
      try Rubric(name: "n", text: String(repeating: "x", count: most + 1)).record()
    }
    #expect(error?.code == .tooLarge)
    let over = #expect(throws: RecordError.self) {
      try Record(reading: full.bytes + [0x20])
    }
    #expect(over?.code == .tooLarge)
  }

  @Test("A record that is written can be read: depth")
  func depth() throws {
    var value: JSONValue = 1
    for _ in 0..<JSONValue.maximumDepth - 1 { value = [value] }
    var trace = TraceRecord(experiment: ContentID(hashing: []))
    trace.inputs = value
    let record = try trace.record()
    #expect(try Record(reading: record.bytes) == record)
    trace.inputs = [value]
    let error = #expect(throws: RecordError.self) { try trace.record() }
    #expect(error?.code == .tooDeep)
  }

  @Test("A value that its schema refuses cannot become a record")
  func invalidValue() {
    var trace = TraceRecord(experiment: ContentID(hashing: []))
    trace.executionDuration = .nan
    #expect(throws: RecordError.self) { try trace.record() }
    #expect(throws: RecordError.self) { try Experiment(name: "").record() }
    #expect(throws: RecordError.self) {
      try VerdictBatch(name: "n", source: .human("a"), verdicts: []).record()
    }
  }
}
