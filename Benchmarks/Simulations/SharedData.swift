import Foundation
import JudgeAlignment
import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A set of real labels with recorded verdicts.
struct SharedData {
  let body: JudgeBody
  let traces: [Trace]
  /// The sources of recorded verdicts.
  let judges: [String]

  /// Reads a set, or nothing if its folder is not there.
  init?(_ name: String, in folder: String) throws {
    let path = "\(folder)/\(name)"
    guard let lines = FileManager.default.contents(atPath: "\(path)/traces.jsonl"),
      let file = FileManager.default.contents(atPath: "\(path)/judge.json")
    else { return nil }
    let json = try JSONValue(parsing: [UInt8](file))
    let question = json["name"]?.stringValue ?? name
    var body = JudgeBody(name: question, instructions: json["instructions"]?.stringValue ?? "")
    body.values = json["labels"]?.arrayValue ?? []
    body.pass = json["pass"]?.arrayValue ?? []
    body.ordered = json["ordered"]?.arrayValue ?? []
    self.body = body
    var judges: Set<String> = []
    var traces: [Trace] = []
    for (number, line) in lines.split(separator: 0x0A).enumerated() {
      let (json, _) = try JSONValue.parseRepairing([UInt8](line))
      let id = json["client_request_id"]?.stringValue ?? "\(number)"
      var trace = Trace(
        id: "tr-" + id, inputs: json["inputs"] ?? .null, outputs: json["outputs"] ?? .null)
      trace.group = json["tags"]?["group"]?.stringValue
      for (place, item) in (json["assessments"]?.arrayValue ?? []).enumerated() {
        let source = item["source_id"]?.stringValue ?? "default"
        if item["source_type"] == "HUMAN" {
          guard let value = item["value"] else { continue }
          trace.labels.append(
            Self.label("\(id)-\(place)", trace.id, question, source, .feedback(value)))
        } else {
          judges.insert(source)
          // An error leaves the judge without a verdict.
          guard let value = item["value"] else { continue }
          trace.verdicts.append(
            Feedback(
              name: question, value: value, rationale: nil,
              source: AssessmentSource(type: .llmJudge, id: source)))
        }
      }
      for (place, member) in (json["expectations"]?.objectValue ?? [:]).enumerated() {
        trace.labels.append(
          Self.label(
            "\(id)-e\(place)", trace.id, member.key, "default", .expectation(member.value)))
      }
      trace.verdicts += SimulatedBias.verdicts(on: trace, of: question)
      traces.append(trace)
    }
    self.traces = traces
    self.judges = judges.sorted()
  }

  private static func label(
    _ id: String, _ trace: String, _ name: String, _ source: String, _ content: Assessment.Content
  ) -> Label {
    Label(
      id: "a-" + id, record: ContentID(hashing: Array(id.utf8)),
      assessment: Assessment(traceID: trace, name: name, source: .human(source), content: content))
  }

  /// The labelled traces with the verdicts of a judge.
  func data(of judge: String) async throws -> AlignmentData {
    var body = body
    body.model = judge == "lexical" ? "embedded:/lexical" : "recorded:/\(judge)"
    return try await AlignmentData(judge: try ModelRegistry().judge(body), traces: traces)
  }
}
