import ArgumentParser
import GitJudge

/// `git judge diff`.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What changed between two versions, which labelled traces flipped, which is better.",
    discussion: """
      Verdicts that runs stored count; for traces without one the judges are asked. The figures \
      are those of labelled traces that taught neither judge; flips on traces that taught one of \
      them are listed apart. Each judge that is measured on the held-out part is recorded as a look; \
      --keep-test-closed leaves that part alone.

      EXAMPLES
        git judge diff tone@v1 tone_aligned@v1
        git judge diff tone@production tone --json
        git judge diff tone@v1 tone@v2 --keep-test-closed --offline
      """)

  @OptionGroup var options: RepositoryOptions
  @OptionGroup var calls: CallArguments
  @Argument(help: "The earlier version.") var a: String
  @Argument(help: "The later version.") var b: String

  @Flag(name: .customLong("keep-test-closed"), help: "Do not open the held-out part.")
  var keepsTestClosed = false

  @OptionGroup var testSet: TestSetOptions

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
    options.print(diff.json) { DiffText.text(diff) }
    try calls.checkUnasked(diff.unasked)
  }
}
