import ArgumentParser
import GitJudge

/// `git judge quickstart`.
struct QuickstartCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quickstart",
    abstract: "Create a repository with sample data, and suggest next steps.",
    discussion: """
      Creates a folder with a git repository and a store: 240 made-up support conversations, the \
      labels of three reviewers who do not always agree, and a weak judge with its verdicts. You \
      need no key and no network. Delete the folder when you are done.

      EXAMPLES
        git judge quickstart
        git judge quickstart try-it
      """)

  @Argument(help: ArgumentHelp("The folder to create.", valueName: "folder"))
  var folder = "judge-quickstart"

  @Flag(help: "Print one JSON document with stable keys.")
  var json = false

  @OptionGroup var colour: ColourOptions

  func run() async throws {
    let result = try await Quickstart.make(in: folder)
    guard !json else {
      let document: JSONValue = [
        "folder": .string(result.folder), "judge": .string(Quickstart.judge),
        "experiment": .string(Quickstart.experiment),
        "traces": .number(Double(result.traces)), "labels": .number(Double(result.labels)),
      ]
      Console.line(SafeText.json(document.prettyText()))
      return
    }
    let judge = Quickstart.judge
    let identity =
      result.hasMadeUpIdentity
      ? "git does not know your name yet: this repository uses you@example.org.\n" : ""
    Console.write(
      """
      \(SafeText.terminal(result.folder)) has \(Count.of(result.traces, "conversation")), \
      \(Count.of(result.labels, "label")) of 3 reviewers, and the judge \(judge) with its verdicts.
      \(identity)
      Look at this next:
        cd \(Shell.quoted(result.folder))
        git judge agreement \(judge)      # people agree; the judge says yes to nearly everything
        git judge disagreements \(judge)  # the cases on which reviewers differ
        git judge align \(judge)          # learns from the labels, proves it on cases it never saw
        git judge register \(judge)       # keeps the aligned judge as version 2
        git judge diff \(judge)@v1 \(judge)@v2   # which verdicts change

      Your own file of verdicts and labels: git judge check results.csv

      """)
  }
}
