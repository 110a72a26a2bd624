import JudgeTestSupport
import Testing

/// A command that does not exist is named, with the one that was probably meant.
@Suite struct CommandNameTests {
  @Test(arguments: [
    (["push"], "sync"), (["pull", "origin"], "sync"), (["eval"], "evaluate"), (["ui"], "label"),
    (["ls"], "list"), (["algin", "tone"], "align"), (["chek", "a.csv"], "check"),
    (["trace", "ls"], "trace list"), (["cache", "ls"], "cache list"),
    (["experiment", "rm", "a"], "experiment delete"),
    (["experiment", "new", "a"], "experiment create"),
    (["feedback", "lsit"], "feedback list"),
  ])
  func slipsAreCorrected(_ words: [String], _ meant: String) throws {
    let world = try World()
    let outcome = try world.run(Binary.path, words)
    #expect(outcome.status == 2)
    #expect(outcome.errorText.contains("did you mean `git judge \(meant)`?"), "\(outcome.all)")
    let document = try world.run(Binary.path, words + ["--json"])
    #expect(document.status == 2)
    #expect(document.errorText.contains(#""hint":"did you mean `git judge \#(meant)`?""#))
  }

  @Test(arguments: [["xyzzy"], ["trace", "xyzzy"], ["zz"], ["pet"]])
  func farWordsAreNotGuessed(_ words: [String]) throws {
    let outcome = try World().run(Binary.path, words)
    #expect(outcome.status == 2)
    #expect(outcome.errorText.contains("there is no command"), "\(outcome.all)")
    #expect(!outcome.errorText.contains("did you mean"), "\(outcome.all)")
  }

  @Test func examplesInHelpAreNotWrapped() throws {
    let world = try World()
    func help(_ words: String...) throws -> [String] {
      try world.run(Binary.path, words + ["-h"]).expecting(0).lines
    }
    let long =
      "  git judge assign tone --batch june --reviewers "
      + "ann@example.org,bob@example.org,eve@example.org"
    #expect(try help("assign").contains(long))
    #expect(
      try help("new").contains(
        #"  git judge new tone --instructions @tone.md --values good,bad --pass good \"#))
    #expect(try help("trace", "list").contains { $0.hasSuffix(#"text LIKE '%refund%'""#) })
    // What follows the examples is still there.
    #expect(try help("assign").contains { $0.hasPrefix("USAGE:") })
    #expect(try help("cache", "list").contains("  git judge cache list"))
  }
}
