import JudgeScoring
import JudgeTestSupport
import Testing

@Suite("Instructions cut into text and placeholders")
struct InstructionsTemplateTests {
  @Test("Placeholders with and without spaces, text between them")
  func pieces() {
    let template = InstructionsTemplate("Rate {{inputs}} by {{ \r\n outputs\t\n}}.")
    #expect(
      template.pieces == [
        .text("Rate "), .variable("inputs"), .text(" by "), .variable("outputs"), .text("."),
      ])
    #expect(template.variables == ["inputs", "outputs"])
    #expect(template.unknownVariables.isEmpty)
  }

  @Test(
    "Braces without a name between them are text",
    arguments: [
      "", "no braces", "{{ }}", "{{ two words }}", "{{ inputs", "}} {{", "{ inputs }",
      "{{in-puts}}", "{{ \"a\": {{}} }}",
    ])
  func text(instructions: String) {
    let template = InstructionsTemplate(instructions)
    #expect(template.variables.isEmpty)
    let joined = template.pieces.map { piece in
      if case .text(let text) = piece { return text }
      return "?"
    }.joined()
    #expect(joined == instructions)
  }

  @Test(
    "A long row of braces ends soon",
    arguments: ["{", "{{", "{{ ", "{{ a", "{{ a }", "{{a}}", "{{ a", "}}", "{{ \t"])
  func long(piece: String) {
    let text = String(
      repeating: piece, count: (PropertyRuns.isLong ? 1 << 20 : 1 << 18) / piece.utf8.count)
    let start = ContinuousClock.now
    let template = InstructionsTemplate(text)
    #expect(template.variables.count <= 1 && !template.pieces.isEmpty)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("Braces before a placeholder stay text")
  func extraBraces() {
    #expect(
      InstructionsTemplate("{{{ inputs }}}").pieces == [
        .text("{"), .variable("inputs"), .text("}"),
      ])
    #expect(InstructionsTemplate("{{ {{ inputs }}").variables == ["inputs"])
  }

  @Test("A placeholder counts once, in order of appearance, and unknown ones are named")
  func unknown() {
    let template = InstructionsTemplate(
      "{{ answer }} {{ expectations }} {{ inputs }} {{ answer }} {{ Inputs }}")
    #expect(template.variables == ["answer", "expectations", "inputs", "Inputs"])
    #expect(template.unknownVariables == ["answer", "Inputs"])
  }
}
