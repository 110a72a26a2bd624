import ArgumentParser
import GitJudge

/// `git judge errors`.
struct ErrorsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract: "List the labeled traces on which a judge is wrong, with the reasons of both sides.",
    discussion: """
      Shows the confusion matrix and, for each trace on which the judge differs from people, the \
      text, both values and both reasons. The most frequent confusions come first, failed verdicts \
      last. It uses the stored verdicts of this version of the judge (`git judge run`).

      Only the training set is shown, so that you can rewrite the judge without having seen the \
      test set. To see the errors on the test set too, use --open-test. That is a look, which is \
      recorded, and versions that are made later are marked in `log` and `show`.

      EXAMPLES
        git judge errors tone
        git judge errors tone@v2 --confused good/bad
        git judge errors tone --svg confusion.svg
        git judge errors tone --json
      """)

  @Argument(help: "The judge: NAME, NAME@v3, NAME@alias, a hash prefix, or its question.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "Show only traces to which people give one value and the judge another.",
      valueName: "people/judge"))
  var confused: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Exclude the labels of a source; comma-separated or repeated.", valueName: "source"))
  var without: [String] = []

  @Flag(
    name: .customLong("open-test"),
    help: "Also show the test set; records a look and marks versions that are made later.")
  var opensTest = false

  @OptionGroup var picture: ChartOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let errors = try await repository.agreement.errors(
      of: name, without: Set(try ListArgument.items(without, of: "--without")),
      confused: confused, opensTest: opensTest)
    try picture.write(errors.wrong.confusion.chart(judge: errors.judge))
    if picture.isOnlyOutput { return }
    let redacted = try await repository.redactions.redacted()
    options.print(errors.json, redacted: redacted) {
      ErrorsText(errors: errors, format: table.format).text
    }
  }
}
