import JudgeWork
import Testing

@Suite("Failures") struct JudgeFailureTests {
  @Test("A failure shows its message and its remedy without words of an interface")
  func description() {
    #expect("\(JudgeFailure(.invalid, "no"))" == "no")
    let remedy = Remedy.anyOf([
      .run(.alignJudge, ["tone"], with: [.optimizer: "calibration"], to: "adjust it"),
      .inOrder(["read it", .supply(.minLabels, "5")]), .omit(.strict),
    ])
    #expect(
      "\(JudgeFailure(.invalid, "no", remedy: remedy))"
        == "no; to adjust it, align judge tone optimizer calibration, or read it, then specify "
        + "min labels 5, or leave out strict")
  }

  @Test("No text of a failure keeps the credentials of a URL")
  func credentials() {
    let url = "https://me:PASS@host/x"
    let remedy = Remedy.anyOf([
      .advice(url), .run(.git, ["fetch", url], with: [.file: url], to: url),
      .inOrder([.supply(.value, url, to: url), .omit(.force, to: url)]),
    ])
    let failure = JudgeFailure(.store, url, remedy: remedy)
    var dumped = ""
    dump(failure, to: &dumped)
    #expect(!dumped.contains("PASS") && !"\(failure)".contains("PASS"))
    #expect(dumped.contains("https://***@host/x"))
  }
}
