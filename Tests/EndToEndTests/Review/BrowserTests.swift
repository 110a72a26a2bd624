import Foundation
import JudgeTestSupport
import Testing

/// The labelling page in a real browser (`scripts/browser-tests`), and its session in node.
@Suite struct BrowserTests {
  private static let browser: Program? = {
    let path = PackageFolder.root().appendingPathComponent(".build/venv-browser/bin/python3").path
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
    return ["chromium", "chromium-browser", "google-chrome"].contains { Program(named: $0) != nil }
      ? Program(path: path) : nil
  }()
  private static let script = PackageFolder.root().appendingPathComponent("scripts/browser-tests")
    .path

  @Test(
    .enabled(
      if: Program(named: "node") != nil && Program.python() != nil,
      "needs node, which runs the page's session without a browser"))
  func theSessionOfThePageAnswersTheCorpusAsTheOneInSwift() throws {
    let outcome = try #require(Program.python()).run([Self.script, "--sessions", "--need"])
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
    #expect(outcome.text.contains("1 passed, 0 failed"), "\(outcome.text)\(outcome.errorText)")
  }

  @Test(
    .enabled(
      if: browser != nil,
      "needs Chromium and playwright: `scripts/bootstrap --browser` installs them"))
  func thePageIsLabelledByKeyboard() throws {
    // The long run has hostile texts, axe-core, every type of value, and times too.
    let only = PropertyRuns.isLong ? [] : ["--only", "label"]
    let outcome = try #require(Self.browser).run(
      [Self.script, "--need", "--program", Binary.folder] + only)
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
    #expect(
      outcome.text.contains(" passed, 0 failed, 0 skipped"), "\(outcome.text)\(outcome.errorText)")
  }
}
