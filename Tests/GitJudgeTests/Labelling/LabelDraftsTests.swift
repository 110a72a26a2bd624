import Foundation
import JudgeRecords
import JudgeTestSupport
import Testing

@testable import GitJudge

@Suite("Drafts of what a redaction hides")
struct LabelDraftsTests {
  @Test("Texts on hidden traces, and those that quote them, are forgotten; others stay")
  func forget() throws {
    let folder = try TemporaryFolder("git-judge-drafts")
    let experiment = ContentID(hashing: [])
    func drafts(_ reviewer: String) -> LabelDrafts {
      LabelDrafts(
        folder: folder.path, experiment: experiment, question: "tone", reviewer: reviewer)
    }
    var ann = drafts("ann")
    try ann.set("on a hidden trace", for: LabelItem(traceID: "tr-1"))
    try ann.set("it says Garden Row", for: LabelItem(traceID: "tr-2"))
    try ann.set("something else", for: LabelItem(traceID: "tr-3"))
    var bob = drafts("bob")
    try bob.set("hidden, too", for: LabelItem(traceID: "tr-1"))
    // A process that ended while it wrote; no process has that number.
    let half = folder.path + "/drafts/x.json.999999999"
    try Data("Garden Row".utf8).write(to: URL(fileURLWithPath: half))
    LabelDrafts.forget(traces: ["tr-1"], holding: ["Garden Row"], in: folder.path)
    #expect(drafts("ann").texts == [LabelItem(traceID: "tr-3"): "something else"])
    #expect(drafts("bob").texts.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: half))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/drafts")
    #expect(left.count == 1)
  }
}
