import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Mutated lines neither crash nor hang")
struct FuzzTests {
  private static let seeds: [[UInt8]] = [
    MLflow317.nested, MLflow317.broken, MLflow350.trace, SchemaV2.trace,
    #"""
    {"client_request_id": "c", "inputs": {"q": "é \ud83d\ude00"}, "outputs": true, "tags": [],
     "expectations": {"a": [1]}, "spans": [{"attributes": [{"key": "k", "value": {}}]}],
     "assessments": [{"name": "n", "source_type": "HUMAN", "source_id": "a", "value": 1e5}]}
    """#,
  ].map { Array($0.utf8) }

  private static let tokens = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-1", "1e999", "NaN", "\u{0}",
    "\\ud800", "\"info\":", "\"data\":", "\"spans\":", "\"value\":", "12345678901234567890", "\n",
  ].map { Array($0.utf8) }

  @Test("Bytes changed, cut, repeated and put in", arguments: 0..<24)
  func mutations(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let reader = LineReader(experiment: experiment)
    for round in 0..<60 {
      var bytes = random.element(of: Self.seeds) ?? []
      for _ in 0..<(1 + random.below(6)) { Self.mutate(&bytes, &random) }
      for document in split(bytes) {
        guard let item = try? reader.read(document.bytes) else { continue }
        // What is taken can be written.
        #expect(throws: Never.self, "seed \(seed), round \(round)") {
          try Self.write(item)
        }
      }
    }
  }

  @Test("Values of any kind in any field", arguments: 0..<24)
  func swappedValues(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1_000)
    let reader = LineReader(experiment: experiment)
    for round in 0..<60 {
      let bytes = random.element(of: Self.seeds) ?? []
      var value = try JSONValue.parseRepairing(bytes).0
      for _ in 0..<(1 + random.below(3)) { value = Self.swapped(value, &random) }
      guard let item = try? reader.read(value) else { continue }
      #expect(throws: Never.self, "seed \(seed), round \(round)") { try Self.write(item) }
      #expect(try reader.read(value) == item, "seed \(seed), round \(round)")
    }
  }

  /// Makes every record of a line.
  private static func write(_ item: ImportedItem) throws {
    if item.holdsTrace { _ = try item.trace.record() }
    if let run = item.run { _ = try run.record() }
    for batch in item.spanBatches(of: "tr-1") { _ = try batch.record() }
    for var assessment in item.assessments {
      assessment.traceID = "tr-1"
      _ = try assessment.record()
    }
    for sourced in item.verdicts {
      var verdict = sourced.verdict
      verdict.traceID = "tr-1"
      _ = try VerdictBatch(name: sourced.name, source: sourced.source, verdicts: [verdict])
        .record()
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(5) {
    case 0: bytes[place] = UInt8(random.below(256))
    case 1: bytes.removeSubrange(place..<min(place + random.below(20), bytes.count))
    case 2: bytes.insert(contentsOf: tokens[random.below(tokens.count)], at: place)
    case 3: bytes.removeSubrange(place...)
    default:
      let part = Array(bytes[place..<min(place + random.below(200), bytes.count)])
      bytes.insert(contentsOf: part, at: random.below(bytes.count))
    }
  }

  /// The value with one of its parts, at any depth, replaced by something else.
  private static func swapped(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
    if random.once(in: 6) { return replacement(&random) }
    switch value {
    case .object(var object):
      guard !object.isEmpty else { return replacement(&random) }
      let key = object[random.below(object.count)].key
      object[key] = random.once(in: 8) ? nil : object[key].map { swapped($0, &random) }
      return .object(object)
    case .array(var list):
      guard !list.isEmpty else { return replacement(&random) }
      let index = random.below(list.count)
      list[index] = swapped(list[index], &random)
      return .array(list)
    default: return replacement(&random)
    }
  }

  private static func replacement(_ random: inout SeededGenerator) -> JSONValue {
    random.pick(
      .null, true, 0, -1, 1.5, 1e300, "", "x", "{}", "[1]", "NaN", "12345678901234567890", [],
      [.null], ["key": "a"], [["key": "a", "value": 1]], JSONValue.object(JSONObject()),
      ["string_value": 1], "2026-11-20T21:27:14Z", "0.1s", "HUMAN")
  }
}
