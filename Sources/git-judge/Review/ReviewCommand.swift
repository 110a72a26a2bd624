import ArgumentParser
import GitJudge

/// `git judge review`.
struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Write a labeling page for one reviewer, as one file.",
    discussion: """
      The file opens in any browser, from disk, without a network: send it to a reviewer who has no \
      git. It holds the traces that the reviewer is asked for, and never a verdict, a label of \
      somebody else or the name of a model. The reviewer labels with one key per label, can stop \
      and go on later, and sends back a file of labels. `git judge feedback import` reads it.

      Without a name, the page asks all questions of the batches that are assigned to the reviewer, \
      or the questions of all judges if there are none.

      EXAMPLES
        git judge review tone --html june.html --reviewer kim@example.org
        git judge review --html june.html --reviewer kim@example.org --batch june
        git judge feedback import june-labels.json
      """)

  @Argument(help: "The questions, or judges that answer them. Default: all that are asked.")
  var names: [String] = []

  @Option(help: ArgumentHelp("Write the page to this file.", valueName: "file"))
  var html: String

  @Option(
    help: ArgumentHelp(
      "The source id of the reviewer, such as their e-mail address.", valueName: "id"))
  var reviewer: String

  @OptionGroup var selection: ReviewSelection

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    try PageFile.check(html)
    let reviews = try await options.open().reviews
    let file = try await reviews.file(names, for: reviewer, selection.options)
    for note in file.notes { options.say("note: \(note)") }
    if file.items > 0 { try PageFile.write(file.bytes, to: html) }
    var document = file.json.objectValue ?? [:]
    document["file"] = file.items > 0 ? .string(html) : .null
    options.print(.object(document)) {
      guard file.items > 0 else {
        return "Nothing is left to label for \(SafeText.terminal(reviewer)); no file was written.\n"
      }
      let path = SafeText.terminal(html)
      return "\(path): \(Count.of(file.traces, "trace")) for \(SafeText.terminal(reviewer)), "
        + "\(SafeText.terminal(file.questions.joined(separator: ", ")))\n"
    }
    guard file.items > 0 else { return }
    options.say(
      "hint: send the file; the reviewer opens it in a browser and sends back a file of labels: "
        + "`git judge feedback import LABELS.json`")
  }
}
