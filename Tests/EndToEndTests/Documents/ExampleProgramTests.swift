import Foundation
import Testing

/// The programs in Examples.
@Suite struct ExampleProgramTests {
  @Test func judgesOfOnesOwn() throws {
    let world = try World()
    let program = URL(filePath: Binary.path).deletingLastPathComponent()
      .appending(path: "custom-judges")
    let outcome = try world.run(program.path, []).expecting(0)
    for line in [
      "Judges that fit: relevance_to_query, safety, correctness, chunk_relevance, groundedness, "
        + "context_sufficiency",
      "A subset: groundedness, safety", "  english/mean = 0.67",
      "  guideline_adherence/mean = 0.67",
      "  response/llm_judged/no_pii/rating/percentage = 0.67",
      "  retrieval/llm_judged/useful_document/precision/average = 0.33",
      #"  invoice: no_pii no, documents ["no","no"]"#, "  digits/max = 11.0",
      "Registered no_pii@v1 with 2 examples", "Called directly: no, It holds what it should not.",
    ] {
      #expect(outcome.text.contains(line), "\(line)\n\(outcome.text)")
    }
  }

  @Test func fromTracesToAnAlignedJudge() throws {
    let world = try World()
    let program = URL(filePath: Binary.path).deletingLastPathComponent()
      .appending(path: "align-a-judge")
    let outcome = try world.run(program.path, []).expecting(0)
    for line in [
      "Learned from 80 labelled traces", "order", "Improved: true",
      "after", "Registered support_quality_aligned@v1", "  good", "  poor",
    ] {
      #expect(outcome.text.contains(line), "\(line)\n\(outcome.text)")
    }
    #expect(outcome.text.contains("100 % after"), "\(outcome.text)")
  }
}
