import Testing

@testable import JudgeProviders

@Suite("Which schemas a model keeps to") struct SchemaMemoryTests {
  @Test("A refused schema is left out for this model and this schema only") func refused() {
    var memory = SchemaMemory()
    memory.answers(without: "s", at: "m", after: .refused)
    #expect(!memory.allows("s", at: "m"))
    #expect(memory.allows("t", at: "m") && memory.allows("s", at: "n"))
  }

  @Test("A model without structured output gets no schema at all") func unsupported() {
    var memory = SchemaMemory()
    memory.answers(without: "s", at: "m", after: .unsupported)
    #expect(!memory.allows("s", at: "m") && !memory.allows("t", at: "m"))
    #expect(memory.allows("s", at: "n"))
  }

  @Test("A vague refusal counts the second time, and never of a schema that was kept to")
  func vague() {
    var memory = SchemaMemory()
    memory.answers(without: "s", at: "m", after: .possible)
    #expect(memory.allows("s", at: "m"))
    memory.answers(without: "s", at: "m", after: .possible)
    #expect(!memory.allows("s", at: "m") && memory.allows("t", at: "m"))
    memory.keeps(to: "t", at: "m")
    #expect(!memory.isWorthATry(.possible, without: "t", at: "m"))
    #expect(memory.isWorthATry(.refused, without: "t", at: "m"))
    for _ in 0..<3 { memory.answers(without: "t", at: "m", after: .possible) }
    #expect(memory.allows("t", at: "m"))
  }
}
