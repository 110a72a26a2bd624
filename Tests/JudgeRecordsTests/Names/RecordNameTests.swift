import JudgeJSON
import Testing

@testable import JudgeRecords

@Suite struct RecordNameTests {
  @Test(arguments: [
    "tone", "Tone of voice", "é", "日本語", "relevance/chunk", "a.b", ".hidden", "...", "👍", "a+b=c",
    String(repeating: "n", count: 500),
  ])
  func isAccepted(_ name: String) {
    for kind in [RecordName.Kind.experiment, .judge, .question, .batch, .alias, .source] {
      #expect(RecordName.complaint(name, as: kind) == nil)
    }
  }

  @Test(arguments: [
    "", " a", "a ", "\u{a0}a", "a\u{3000}", "a\nb", "a\tb", "\u{1b}[31m", "a\u{85}b", "a\u{2028}b",
    "a\u{2029}b", "a\u{200b}b", "\u{feff}a", "a\u{200d}b", "a\u{ad}b", "a\u{202e}b", "a\u{2066}b",
    "a\u{200f}", "a\u{7f}", "\u{e0041}", ".", "..", String(repeating: "n", count: 501),
  ])
  func isRefused(_ name: String) {
    for kind in [RecordName.Kind.experiment, .judge, .question, .batch, .alias, .source] {
      #expect(RecordName.complaint(name, as: kind) != nil)
    }
  }

  @Test(arguments: ["../../x", "a//b", "a/", "a/./b", "a/..", "/", "//a", "/a/", "/../a"])
  func pathsAreNoNamesOfWhatBecomesOne(_ name: String) {
    #expect(RecordName.complaint(name, as: .judge) != nil)
    #expect(RecordName.complaint(name, as: .experiment) != nil)
    #expect(RecordName.complaint(name, as: .question) == nil)
  }

  @Test func anExperimentMayHaveAPathInAWorkspace() {
    for name in ["/a", "/Shared/product-quality-alignment", "/Workspace/Ann/my experiment"] {
      #expect(RecordName.complaint(name, as: .experiment) == nil)
      for kind in [RecordName.Kind.judge, .batch, .alias] {
        #expect(RecordName.complaint(name, as: kind) != nil)
      }
    }
  }

  @Test func namesOfRecordsAreFound() throws {
    let id = ContentID(hashing: [1])
    let registration = try Registration(experiment: id, name: "a\nb", version: 1, judge: id)
      .record()
    #expect(RecordName.complaint(in: registration)?.text == "a\nb")
    var alias = Change(
      target: ChangeTarget(kind: .experiment, id: id.hex), key: "alias/tone@p\u{200b}rod",
      value: .string(id.hex))
    alias.source = .human("a@b")
    #expect(RecordName.names(in: try alias.record()).map(\.text) == ["tone", "p\u{200b}rod"])
    let label = Assessment(
      traceID: "tr-1", name: "x\u{2028}", source: .human("a@b"), content: .feedback("y"))
    #expect(RecordName.complaint(in: try label.record()) != nil)
    #expect(RecordName.complaint(in: try Experiment(name: "fine").record()) == nil)
  }
}

@Suite struct SourceTwinsTests {
  private let twins = SourceTwins(["bob@example.org", "Ann@example.org"])

  @Test(arguments: [
    "Bob@example.org", "BOB@EXAMPLE.ORG", "bob@example.org ", " bob@example.org",
    "bob @example.org",
    "bob\u{200b}@example.org", "bob@example\u{2060}.org", "\u{feff}bob@example.org",
    "ｂｏｂ@example.org", "bob＠example．org", "b\u{ad}ob@example.org", "bob\u{a0}@example.org",
    "𝐛ob@example.org", "bob@example.org\u{0}", "bo\u{fe0f}b@example.org",
    "bo\u{2800}b@example.org", "bo\u{1d159}b@example.org", "bo\u{fffc}b@example.org",
    "bo\u{332}b@example.org", "bob@example\u{3002}org", "bob@example\u{ff61}org",
  ])
  func isTaken(_ id: String) { #expect(twins.twin(of: id) == "bob@example.org") }

  @Test(arguments: ["bob@example.org", "bob@example.com", "rob@example.org", "", "import-7"])
  func isNot(_ id: String) { #expect(twins.twin(of: id) == nil) }

  @Test func theOneThatIsPinnedIsMeant() {
    #expect(twins.twin(of: "ann@example.org") == "Ann@example.org")
    #expect(SourceTwins([]).twin(of: "Bob@example.org") == nil)
  }
}

@Suite struct OneLineTests {
  @Test func nothingEndsTheLine() {
    #expect(
      OneLine.escaped("x\nJudge-Purge: 0\r\u{2028}\u{85}\u{1b}[m")
        == "x\\u{a}Judge-Purge: 0\\u{d}\\u{2028}\\u{85}\\u{1b}[m")
    #expect(OneLine.escaped("für é 日本 👍") == "für é 日本 👍")
    #expect(OneLine.escaped("a\u{200b}\u{202e}b") == "a\\u{200b}\\u{202e}b")
    #expect(OneLine.escaped(String(repeating: "x", count: 9999)).utf8.count < 600)
  }
}
