import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeInterchange

@Suite("An import does not depend on order, and its own output is nothing new")
struct ImportOrderTests {
  private static let experiment = ContentID(hashing: Array("experiment".utf8))

  private static func lines(_ generator: inout SeededGenerator) -> [String] {
    (0..<30).map { index in
      let assessments = (0..<generator.below(4)).map { position in
        let type = generator.pick("HUMAN", "LLM_JUDGE")
        let source = generator.pick("a", "b")
        return """
          {"name": "n\(position)", "source_type": "\(type)", "source_id": "\(source)", \
          "value": \(generator.below(3))}
          """
      }
      return """
        {"client_request_id": "c\(index)", "inputs": \(index), "outputs": "o", \
        "assessments": [\(assessments.joined(separator: ", "))]}
        """
    }
  }

  /// The records of an import, and what each verdict in them says, apart from its batch.
  private func run(
    _ lines: [String], known: [Record] = []
  ) throws -> (result: ImportResult, records: [Record], verdicts: Set<String>) {
    var (byRequest, byTrace) = (TextMap<ImportPlan.Known>(), TextMap<ImportPlan.Known>())
    var ids = Set<String>()
    for record in known {
      switch record.kind {
      case .trace:
        let trace = try TraceRecord(fields: Record(reading: record.bytes).fields)
        let entry = ImportPlan.Known(
          traceID: trace.id(in: record.id),
          content: TraceFold.content(inputs: trace.inputs, outputs: trace.outputs))
        byTrace[entry.traceID] = entry
        if let request = trace.clientRequestID { byRequest[request] = entry }
      case .assessment:
        ids.insert(try Assessment(fields: Record(reading: record.bytes).fields).id(in: record.id))
      default: break
      }
    }
    ids.formUnion(try verdictIDs(known))
    var plan = ImportPlan(byRequest: byRequest, byTrace: byTrace)
    let reader = LineReader(experiment: Self.experiment)
    for (number, line) in lines.enumerated() {
      try plan.add(try reader.read(Array(line.utf8)), file: "f", line: number + 1)
    }
    let records = try plan.finish(known: ids)
    return (plan.result, records, try verdictIDs(records))
  }

  private func verdictIDs(_ records: [Record]) throws -> Set<String> {
    var ids = Set<String>()
    for record in records where record.kind == .verdicts {
      let batch = try VerdictBatch(fields: Record(reading: record.bytes).fields)
      ids.formUnion(batch.verdicts.map { batch.id(of: $0) })
    }
    return ids
  }

  @Test("Any order of lines gives the same records and verdicts", arguments: PropertyRuns.seeds(20))
  func order(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let lines = Self.lines(&generator)
    let first = try run(lines)
    let second = try run(lines.shuffled(using: &generator))
    let kinds = { (records: [Record]) in Set(records.filter { $0.kind != .verdicts }.map(\.id)) }
    #expect(kinds(first.records) == kinds(second.records), "seed \(seed)")
    #expect(first.verdicts == second.verdicts, "seed \(seed)")
    #expect(first.result.assessments == second.result.assessments, "seed \(seed)")
  }

  @Test("The same lines over their own records add nothing", arguments: PropertyRuns.seeds(20))
  func again(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let lines = Self.lines(&generator)
    let first = try run(lines)
    let second = try run(lines.shuffled(using: &generator), known: first.records)
    #expect(second.records.isEmpty, "seed \(seed)")
    #expect(second.result.traces == 0 && second.result.assessments == 0, "seed \(seed)")
    #expect(second.result.alreadyPresent == lines.count, "seed \(seed)")
  }

  @Test("A line with labels only adds them to the trace that its key names")
  func labelsOnly() throws {
    let traces = try run([#"{"client_request_id": "c", "inputs": 1}"#])
    let trace = try #require(traces.records.first)
    let labels = try run(
      [
        """
        {"client_request_id": "c", "assessments": [\
        {"name": "n", "source_type": "HUMAN", "source_id": "a", "value": 1}]}
        """
      ], known: traces.records)
    #expect(labels.result.alreadyPresent == 1 && labels.result.assessments == 1)
    let record = try #require(labels.records.first)
    let assessment = try Assessment(fields: Record(reading: record.bytes).fields)
    #expect(assessment.traceID == "tr-" + trace.id.prefix(32))
  }
}
