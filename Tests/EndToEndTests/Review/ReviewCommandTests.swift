import Foundation
import JudgeTestSupport
import Testing

/// `git judge review --html`, and the import of what a reviewer sends back.
@Suite struct ReviewCommandTests {
  @Test func aPageIsWrittenAndItsLabelsAreImportedOnce() throws {
    let repository = try Repository.ready()
    try repository.load(
      (0..<3).map { number in
        Samples.line("case-\(number)", outputs: ["answer": .text("Answer \(number).")])
      })
    try repository.newJudge("tone", "--values", "good,bad", "--model", "recorded:/gpt-secret")
    let page = repository.world.folder.file("june.html").path
    let written = try repository.json("review", "--html", page, "--reviewer", "kim@example.org")
    expect(
      written,
      has: [
        "file": .text, "source_id": .text, "questions": .list, "traces": .number,
        "items": .number, "bytes": .number,
      ])
    #expect(written["items"] == 3 && written["source_id"] == "kim@example.org")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("Answer 2.") && !text.contains("gpt-secret"))
    // A page is written again, and no other file is overwritten.
    _ = try repository.json("review", "tone", "--html", page, "--reviewer", "kim@example.org")
    let other = try repository.world.write("notes.txt", "mine")
    let refused = try repository.judge(
      "review", "tone", "--html", other, "--reviewer", "kim@example.org")
    #expect(refused.status == 2 && refused.errorText.contains("another file"))
    let labels = try (0..<3).map { number in
      let trace = try repository.traceID("case-\(number)")
      return #"{"trace_id":"\#(trace)","question":"tone","value":"good"}"#
    }
    let bundle = try repository.world.write(
      "june-labels.json",
      """
      {
        "format": "git-judge-labels", "version": 1, "reviewer": "kim@example.org",
        "labels": [\(labels.joined(separator: ","))]
      }
      """)
    #expect(try repository.json("feedback", "import", bundle)["assessments"] == 3)
    #expect(try repository.json("feedback", "import", bundle)["assessments"] == 0)
    let rest = try repository.json(
      "review", "tone", "--html", page, "--reviewer", "kim@example.org")
    #expect(rest["items"] == 0 && rest["file"] == .null)
  }
}
