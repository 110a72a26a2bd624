import ArgumentParser
import GitJudge

/// `git judge diff`.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two versions: what changed, which verdicts flipped, and which is better.",
    discussion: """
      Uses the verdicts that runs have stored. If a trace has no verdict, it asks the judges. The \
      figures are those of labeled traces that taught neither judge. Flips on traces that taught \
      one of them are listed separately. Each judge that is measured on the test set is recorded \
      as a look; with --keep-test-closed, the test set is not used.

      EXAMPLES
        git judge diff tone@v1 tone_aligned@v1
        git judge diff tone@production tone --json
        git judge diff tone@v1 tone@v2 --svg diff.svg
        git judge diff tone@v1 tone@v2 --keep-test-closed --offline
      """)

  @Argument(help: "The earlier version.") var a: String
  @Argument(help: "The later version.") var b: String

  @Flag(name: .customLong("keep-test-closed"), help: "Do not use the test set.")
  var keepsTestClosed = false

  @OptionGroup var testSet: TestSetOptions
  @OptionGroup var picture: ChartOptions
  @OptionGroup var calls: CallArguments
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard !keepsTestClosed || !testSet.opensTest else {
      throw ValidationError("--keep-test-closed and --open-test exclude each other")
    }
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let quiet = options.quiet
    let diff = try await options.open(calls).versions.diff(
      a, b, test: keepsTestClosed ? .closed : testSet.access
    ) { text in
      if !quiet { Console.say(SafeText.terminal(text)) }
    }
    try picture.write(diff.chart)
    if !picture.isOnlyOutput { options.print(diff.json) { DiffText.text(diff) } }
    try calls.checkUnasked(diff.unaskedGroups)
  }
}
