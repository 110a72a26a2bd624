import JudgeJSON
import SimulatedModel

/// How a test writes a prompt; none of these is how git-judge does.
enum Style: CaseIterable, Sendable {
  case markdown, xml, json, fenced, plain

  /// A record: inputs, outputs, then what people said, then what the judge said.
  func record(_ trace: SimulatedTrace, number: Int, label: String?, why: String? = nil) -> String {
    let issue = trace.inputs["issue"]?.stringValue ?? ""
    let response = trace.outputs["response"]?.stringValue ?? ""
    switch self {
    case .markdown:
      var text = "### Item \(number)\n\n**Q**\n\n\(issue)\n\n**A**\n\n\(response)\n"
      if let label { text += "\n**Expert**: \(label)\n" }
      if let why { text += "\n**Remark**: \(why)\n" }
      return text
    case .xml:
      var text = "<item n=\"\(number)\">\n<q>\(issue)</q>\n<a>\(response)</a>\n"
      if let why { text += "<remark>\(why)</remark>\n" }
      if let label { text += "<grade>\(label)</grade>\n" }
      return text + "</item>"
    case .json:
      var parts = [
        "\"n\": \(number)", "\"q\": \(JSONValue.object(trace.inputs).canonicalText)",
        "\"a\": \(JSONValue.object(trace.outputs).canonicalText)",
      ]
      if let label { parts.append("\"grade\": \"\(label)\"") }
      if let why { parts.append("\"remark\": \(JSONValue.string(why).canonicalText)") }
      return "{" + parts.joined(separator: ", ") + "}"
    case .fenced:
      let fence = "0a1b2c3d4e5f6071"
      func block(_ name: String, _ text: String) -> String {
        "<\(name) \(fence)>\n\(text)\n</\(name) \(fence)>\n"
      }
      var text = "Nr. \(number)\n"
      text += block("q", JSONValue.object(trace.inputs).prettyText())
      text += block("a", JSONValue.object(trace.outputs).prettyText())
      if let why { text += block("remark", why) }
      if let label { text += block("grade", label) }
      return text
    case .plain:
      var text = "\(number). Customer: \(issue)\nSupport: \(response)\n"
      if let label {
        text += "The reviewer said \"\(label)\"" + (why.map { ": \($0)" } ?? "") + "\n"
      }
      return text
    }
  }

  func record(_ trace: SimulatedTrace, number: Int) -> String {
    record(trace, number: number, label: trace.verdict, why: trace.labels.first?.rationale)
  }
}

extension SimulatedTrace {
  /// The majority of its labels.
  var verdict: String? {
    var counts: [String: Int] = [:]
    for label in labels { counts[label.value.stringValue ?? "", default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }
}

/// A judge for tests.
struct TestJudge {
  var model = SimulatedLLM()
  var style = Style.fenced
  var scale = SimulatedCorpus.Scale.two
  var temperature = 0.0
  var extra = JSONObject()

  var schema: JSONObject {
    [
      "type": "object", "required": ["why", "score"],
      "properties": ["why": ["type": "string"], "score": ["enum": .array(scale.values)]],
    ]
  }

  func request(
    _ trace: SimulatedTrace, rules: [String] = [], examples: [SimulatedTrace] = []
  ) -> JSONObject {
    let values = scale.values.compactMap(\.stringValue).joined(separator: " or ")
    let system = (["Rate how the answer serves the customer: \(values)."] + rules)
      .joined(separator: "\n* ")
    var user = examples.enumerated().map { style.record($1, number: $0 + 1) }
    user.append(style.record(trace, number: examples.count + 1, label: nil))
    var request = Requests.chat([system, user.joined(separator: "\n\n")], schema: schema)
    request["temperature"] = .number(temperature)
    return request.merging(extra)
  }

  func verdict(
    _ trace: SimulatedTrace, rules: [String] = [], examples: [SimulatedTrace] = []
  ) throws -> JSONValue {
    let reply = model.reply(to: request(trace, rules: rules, examples: examples))
    return try JSONValue(parsing: reply)["score"] ?? .null
  }

  func accuracy(
    _ traces: [SimulatedTrace], rules: [String] = [],
    examples: (SimulatedTrace) -> [SimulatedTrace] = { _ in [] }
  ) throws -> Double {
    let verdicts = try traces.map { try verdict($0, rules: rules, examples: examples($0)) }
    return SimulatedCorpus.accuracy(verdicts, on: traces)
  }
}

enum Requests {
  static func chat(_ texts: [String], schema: JSONObject?) -> JSONObject {
    var request: JSONObject = [
      "model": "simulated",
      "messages": .array(
        texts.enumerated().map { index, text in
          ["role": index == 0 && texts.count > 1 ? "system" : "user", "content": .string(text)]
        }),
    ]
    if let schema {
      request["response_format"] = [
        "type": "json_schema", "json_schema": ["name": "answer", "schema": .object(schema)],
      ]
    }
    return request
  }
}
