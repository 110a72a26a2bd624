package import JudgeJSON

/// Records of Argilla, nested (`to_json`, `to_dict`) or flattened (`to_list(flatten=True)`).
package struct ArgillaExport: ForeignFormat {
  package static let name = "Argilla export"

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if document["fields"]?.objectValue != nil,
      document["responses"]?.objectValue != nil || document["suggestions"]?.objectValue != nil
    {
      return true
    }
    return document.keys.contains { $0.hasSuffix(".responses") || $0.hasSuffix(".suggestion") }
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    var trace = ForeignTrace()
    let metadata = document["metadata"]?.objectValue ?? document
    trace.set("trace_id", text: metadata.text("trace_id"))
    trace.set(
      "client_request_id", text: metadata.text("client_request_id") ?? document.text("id"))
    trace.isExcerpt = true
    if let fields = document["fields"]?.objectValue {
      DataFields.divide(fields, into: &trace)
      for member in metadata where !["trace_id", "client_request_id"].contains(member.key) {
        trace.put(text: member.value, member.key, into: "tags")
      }
      addNested(document, to: &trace)
      notes.say(
        "\(Self.name): nested records do not tell drafts from submitted responses; "
          + "to_list(flatten=True) does")
    } else {
      addFlat(document, to: &trace)
    }
    return [trace]
  }

  private func addNested(_ document: JSONObject, to trace: inout ForeignTrace) {
    for member in document["responses"]?.objectValue ?? [:] {
      for response in member.value.arrayValue ?? [] {
        let person = response["user_id"]?.stringValue ?? "argilla"
        trace.add(ForeignAssessment(member.key, .human, person, response["value"]))
      }
    }
    for member in document["suggestions"]?.objectValue ?? [:] {
      addSuggestion(
        member.key, member.value["value"], member.value["agent"], member.value["score"], to: &trace)
    }
  }

  /// The columns `QUESTION.responses`, `.responses.users`, `.responses.status`, `.suggestion`,
  /// `.suggestion.score` and `.suggestion.agent`; all others are fields or metadata.
  private func addFlat(_ document: JSONObject, to trace: inout ForeignTrace) {
    var fields = document
    for key in ["id", "status", "_server_id", "trace_id", "client_request_id", "score"] {
      fields[key] = nil
    }
    for member in document {
      let key = member.key
      if key.contains(".responses") || key.contains(".suggestion") || member.value.isNull {
        fields[key] = nil
      }
      if key.hasSuffix(".responses") {
        let name = String(key.dropLast(".responses".count))
        let people = document["\(key).users"]?.arrayValue ?? []
        let states = document["\(key).status"]?.arrayValue ?? []
        for (place, value) in (member.value.arrayValue ?? []).enumerated() {
          if states.indices.contains(place), states[place] != "submitted" { continue }
          let person = people.indices.contains(place) ? people[place].stringValue : nil
          trace.add(ForeignAssessment(name, .human, person ?? "argilla", value))
        }
      } else if key.hasSuffix(".suggestion") {
        addSuggestion(
          String(key.dropLast(".suggestion".count)), member.value, document["\(key).agent"],
          document["\(key).score"], to: &trace)
      }
    }
    DataFields.divide(fields, into: &trace)
  }

  private func addSuggestion(
    _ name: String, _ value: JSONValue?, _ agent: JSONValue?, _ score: JSONValue?,
    to trace: inout ForeignTrace
  ) {
    var verdict = ForeignAssessment(name, .judge, agent?.stringValue ?? "argilla", value)
    if let score, !score.isNull { verdict.metadata["score"] = .string(score.canonicalText) }
    trace.add(verdict)
  }
}
