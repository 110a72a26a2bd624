import ArgumentParser
import GitJudge

/// `git judge unalign`.
struct UnalignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unalign",
    abstract: "Rebuild a judge as if some labels had never been given.",
    discussion: """
      Repeats the recorded steps of the version without these labels and with the same seeds. It \
      starts from the judge before the first step that learned from them. If you remove all \
      labels, the result is the base judge. Answers in the call cache cost nothing. Before each \
      step, it prints the maximum number of calls. It also lists every version, of any name, that \
      learned from the labels.

      The result is not registered. To register it, run `git judge register NAME`, with --force if \
      no gain is left.

      EXAMPLES
        git judge unalign tone_aligned@v1 --reviewer reviewer-b@example.org
        git judge unalign tone_aligned@v1 --trace tr-12ab --trace tr-34cd
        git judge unalign tone_aligned --label a-9f8e7d6c --json
        git judge unalign tone_aligned@v2 --redacted --offline
      """)

  @Argument(help: "The version: NAME or NAME@vN.") var judge: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Remove all labels on a trace; comma-separated or repeated.", valueName: "id"))
  var trace: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Remove a label; comma-separated or repeated.", valueName: "id"))
  var label: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Remove all labels of a source; comma-separated or repeated.", valueName: "source"))
  var reviewer: [String] = []

  @Flag(help: "Remove everything that was redacted.")
  var redacted = false

  @OptionGroup var calls: CallArguments
  @OptionGroup var detail: DetailOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard redacted || !(trace.isEmpty && label.isEmpty && reviewer.isEmpty) else {
      throw ValidationError("say what is taken out: --trace, --label, --reviewer or --redacted")
    }
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let targets =
      try ListArgument.items(trace, of: "--trace").map(UnalignTarget.trace)
      + ListArgument.items(label, of: "--label").map(UnalignTarget.label)
      + ListArgument.items(reviewer, of: "--reviewer").map(UnalignTarget.reviewer)
      + (redacted ? [.redacted] : [])
    let (quiet, detailed) = (options.quiet, detail.verbose)
    let repository = try await options.open(calls)
    let progress = AlignProgress(
      isQuiet: quiet, isDetailed: detailed, calls: { repository.calls.statistics })
    let result = try await progress.watch {
      try await repository.alignments.unalign(judge, without: targets) { event in
        // The maximum cost is always printed, the rest only if the user watches.
        if !quiet, !detailed, event.text.hasPrefix("step "),
          event.text.contains("; those that the cache has")
        {
          Console.say(SafeText.terminal(event.text))
        } else {
          progress.show(event)
        }
      }
    }
    options.print(result.json) { Self.text(result) }
  }

  private static func text(_ result: UnalignResult) -> String {
    var text = ""
    let label = SafeText.terminal(result.version.label)
    if result.isChanged {
      let without =
        result.removed.isEmpty ? "what is redacted" : Count.of(result.removed.count, "label")
      text += "\(label) without \(without): \(result.hash.prefix(12))\n"
      for (number, step) in result.steps.enumerated() {
        let gain =
          step.improved.map { ", " + Style.output($0 ? "improved" : "no gain", $0 ? .good : .bad) }
          ?? ""
        text +=
          "  step \(number + 1)  \(SafeText.terminal(step.optimizer)): \(step.outcome)\(gain), "
          + "\(step.labels - step.removed) of \(Count.of(step.labels, "label"))\n"
      }
    }
    for note in result.notes { text += "note: \(SafeText.terminal(note))\n" }
    if result.affected.isEmpty, result.isChanged {
      // Its own examples: the labels taught no version.
    } else if result.affected.isEmpty {
      text += "No registered version learned from them\n"
    } else {
      text +=
        "Versions that learned from them: "
        + SafeText.terminal(result.affected.joined(separator: ", ")) + "\n"
    }
    text += CallArguments.text(result.calls)
    if result.isChanged {
      let isBetter = result.steps.contains { $0.improved == true }
      text +=
        "Next: git judge register \(SafeText.terminal(result.version.name))"
        + (isBetter ? "" : " --force") + "\n"
    }
    return text
  }
}
