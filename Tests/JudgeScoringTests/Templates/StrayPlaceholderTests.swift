import JudgeTestSupport
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite("Text in braces that looks like a placeholder and is none")
struct StrayPlaceholderTests {
  @Test(
    "Instructions with one are refused, and the near placeholder is named",
    arguments: [
      ("{{ inputs.question }}", "{{ inputs }}"), ("{{ inputs['q'] }}", "{{ inputs }}"),
      ("{{inputs[0]}}", "{{ inputs }}"), ("{{ inputs | tojson }}", "{{ inputs }}"),
      ("{{- inputs -}}", "{{ inputs }}"), ("{{ inputs|tojson(indent=2) }}", "{{ inputs }}"),
      ("{{ 'inputs' }}", "{{ inputs }}"), ("{{#if expectations}}", "{{ expectations }}"),
      ("{{ inputs }", "{{ inputs }}"), ("{ inputs }}", "{{ inputs }}"),
      ("{inputs}", "{{ inputs }}"),
      ("{ inputs.question }", "{{ inputs }}"), ("{response}", "{{ outputs }}"),
      ("{{ request }}", "{{ inputs }}"), ("{{ input }}", "{{ inputs }}"),
      ("{{ Inputs }}", "{{ inputs }}"), ("{{ input.question }}", "{{ inputs }}"),
      ("{{ tojson(inputs) }}", "{{ inputs }}"), ("{{ trace.spans[0].name }}", "{{ trace }}"),
      ("{{ retrieved context }}", nil), ("{{ }}", nil), ("{{ user.name }}", nil),
      ("{% if expectations %}", nil), ("{{\u{a0}inputs }}", "{{ inputs }}"),
    ] as [(String, String?)])
  func refused(text: String, near: String?) {
    let error = #expect(throws: JudgeFailure.self) {
      try InstructionsTemplate.check("Read this.\nIs \(text) answered by {{ outputs }}?")
    }
    #expect(error?.code == .invalid)
    let named = error?.remedy.map { "\($0)" } ?? ""
    #expect(named.hasPrefix(near.map { "did you mean \($0)?" } ?? ""), "\(named)")
    if error?.message.contains("which is not a placeholder") == true {
      #expect(error?.message.contains("line 2 of the instructions") == true)
    }
  }

  @Test(
    "Placeholders, JSON, formulas and code are not refused",
    arguments: [
      "{{inputs}}", "{{ \n\tinputs\r\n }}", "{{{ inputs }}}", #"{"inputs": 1}"#,
      #"{{"inputs": {{"a": 1}}}}"#, "{}", "{ }", #"{'result': 'yes'}"#, "x^{2} and x_{max}",
      #"\text{inputs are good}"#, "${HOME}", "function f() { return inputs; }", "{a, b}", "} {",
      "{{", "}}", "{{ 1 + 2 }}", "{ key: value }",
    ])
  func accepted(text: String) throws {
    try InstructionsTemplate.check("\(text) {{ outputs }}")
  }

  @Test(
    "Prompt metrics with one are refused, and the near placeholder is named",
    arguments: [
      ("{{ response }}", "{response}"), ("{{response}}", "{response}"),
      ("{response.text}", "{response}"), ("{response['text']}", "{response}"),
      ("{response!r}", "{response}"), ("{Response}", "{response}"), ("{reponse}", "{response}"),
      ("{outputs}", "{response}"), ("{{ outputs }}", "{response}"), ("{question}", nil),
    ] as [(String, String?)])
  func promptRefused(text: String, near: String?) {
    let error = #expect(throws: JudgeFailure.self) {
      try PromptMetric.body("m", prompt: "Rate \(text) for {request}.")
    }
    let named = error?.remedy.map { "\($0)" } ?? ""
    #expect(named.hasPrefix(near.map { "did you mean \($0)?" } ?? "judges know"), "\(named)")
    #expect(error?.message.contains(text) == true)
  }

  @Test(
    "Prompt metrics take white space in braces, and leave JSON and formulas alone",
    arguments: [
      "{ response }", "{\n  response\n}", #"{"score": 1}"#, #"{{"score": 1}}"#, "x^{max}",
      #"\text{total}"#, "${HOME}", "{{score}}", "{a: 1, b: 2}",
    ])
  func promptAccepted(text: String) throws {
    let body = try PromptMetric.body("m", prompt: "Rate \(text) for { request }.")
    #expect(body.template.variables.contains("request"))
    #expect(body.template.variables.contains("response") == text.contains("response"))
  }

  @Test(
    "A long row of braces ends soon",
    arguments: ["{", "{{", "{{ ", "{ a", "{ a }", "{{a", "}}", "{{ \t", "{ inputs ,"])
  func long(piece: String) {
    let text = String(
      repeating: piece, count: (PropertyRuns.isLong ? 1 << 18 : 1 << 16) / piece.utf8.count)
    let start = ContinuousClock.now
    try? InstructionsTemplate.check(text)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
