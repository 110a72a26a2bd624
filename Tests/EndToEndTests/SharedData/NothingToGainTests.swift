import Testing

/// Where a judge errs at random, the honest answer is to keep it.
@Suite(.enabled(if: SharedSet.arePresent, SharedSet.absent))
struct NothingToGainTests {
  @Test func alignSaysThatNoGainWasFound() throws {
    let repository = try SharedSet.nq301.judged(model: "recorded:/gpt-4")
    let said = try repository.judge("align", "correctness", "--optimizer", "calibration")
    #expect(said.status == 0, "an honest no is exit 0: \(said.all)")
    #expect(said.text.contains("no gain was found"), "\(said.text)")
    #expect(!said.text.contains("improved:"), "\(said.text)")

    let refused = try repository.judge("register", "correctness")
    #expect(refused.status == 1, "\(refused.all)")
    #expect(refused.errorText.contains("no gain was found"), "\(refused.errorText)")
  }
}
