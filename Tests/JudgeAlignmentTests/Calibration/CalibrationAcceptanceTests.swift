import JudgeTestSupport
import Testing

/// The figures that guarded calibration must reach on real labels: 100 of them, 8 draws
/// (20 in a long run).
@Suite struct CalibrationAcceptanceTests {
  @Test(
    .enabled(if: SharedSet.isPresent("llmbar"), SharedSet.hint),
    arguments: [
      ("ChatGPT/CoT", 0.40), ("LLaMA2/CoT", 0.30), ("PaLM2/Vanilla", 0.03),
      ("GPT-4/Vanilla", -0.01),
    ])
  func adversarialPairs(judge: String, atLeast: Double) throws {
    let set = try #require(try SharedSet("llmbar"))
    let seeds: Range<UInt64> = PropertyRuns.isLong ? 0..<20 : 0..<8
    let gain = set.meanGain(over: judge, size: 100, seeds: seeds)
    #expect(gain >= atLeast, "\(judge): mean relative gain \(gain)")
  }

  @Test(
    .enabled(if: SharedSet.isPresent("nq301"), SharedSet.hint),
    arguments: ["gpt-4", "text-davinci-003"])
  func nothingIsLostWhereThereIsNothingToGain(judge: String) throws {
    let set = try #require(try SharedSet("nq301"))
    let gain = set.meanGain(over: judge, size: 50, seeds: 0..<10)
    #expect(gain >= -0.01, "\(judge): mean relative gain \(gain)")
  }
}
