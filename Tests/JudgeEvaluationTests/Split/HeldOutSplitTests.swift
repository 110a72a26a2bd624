import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import Testing

@Suite struct HeldOutSplitTests {
  /// Computed with Python's hashlib:
  /// `int.from_bytes(sha256(b"tone\0" + group).digest()[:8]) / 2**64`.
  @Test(arguments: [
    ("billing", HeldOutSplit.Part.train), ("g1", .train), ("g4", .test), ("g12", .validation),
  ])
  func partOfAGroupIsFrozen(group: String, part: HeldOutSplit.Part) {
    #expect(HeldOutSplit.part(ofGroup: group, feedbackName: "tone") == part)
  }

  @Test func sharesAreThoseOfTheDesign() {
    var counts: [HeldOutSplit.Part: Int] = [:]
    for index in 0..<20_000 {
      counts[HeldOutSplit.part(ofGroup: "group \(index)", feedbackName: "tone"), default: 0] += 1
    }
    let test = Double(counts[.test] ?? 0) / 20_000
    let validation = Double(counts[.validation] ?? 0) / 20_000
    #expect(abs(test - 0.3) < 0.012)
    #expect(abs(validation - 0.7 / 3) < 0.012)
  }

  @Test func theGroupTagAsImportedDecidesAndElseTheInputs() {
    var trace = Trace(id: "a", inputs: ["q": "How  do I\npay?"], outputs: "x")
    var other = Trace(id: "b", inputs: ["q": "how do i pay?"], outputs: "y")
    #expect(HeldOutSplit.group(of: trace) == HeldOutSplit.group(of: other))
    trace.group = "g1"
    other.group = "g2"
    #expect(HeldOutSplit.group(of: trace) != HeldOutSplit.group(of: other))
  }
}
