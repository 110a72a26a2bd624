import ArgumentParser
import GitJudge

/// `git judge align`.
struct AlignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align",
    abstract: "Align a judge to people's labels, and prove the gain.",
    discussion: """
      Learns from the labels of the training set, and stores the aligned judge with its report \
      card. To make it the next version of the judge, run `git judge register`.

      The training set alone decides whether the judge improved, on traces that the judge did not \
      learn from. After that, the base and the aligned judge are measured on the test set, and \
      this look is recorded. "No gain" is a valid result: the exit code is 0. Answers of models \
      are cached. If an alignment is interrupted or uses up its budget, run it again to continue.

      OPTIMIZERS
        memalign     guidelines from people's reasons, and similar labeled cases
                     (the default)
        simba        rules and cases, tried on small batches
        gepa         rewritten instructions
        few-shot     a few labeled cases that the judge gets wrong
        calibration  a correction of verdicts, without a model (the default for
                     judges that no chat model answers)
        PATH         a program of your own

      EXAMPLES
        git judge align tone
        git judge align tone --optimizer simba --reflection-model openai:/gpt-4.1-mini --max-calls 2000
        git judge align tone --optimizer calibration --seed 7 --json
        git judge align tone --set retrieval_k=3
        git judge align tone --guideline current
        git judge align tone --compare memalign,gepa,few-shot,calibration
      """)

  @Argument(help: "The judge to align.") var judge: String

  @Option(help: "The optimizer, from the list above.")
  var optimizer: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Compare several optimizers on the same traces; comma-separated or repeated.",
      valueName: "name,name"))
  var compare: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model that writes guidelines and instructions. Default: the judge's model.",
      valueName: "uri"))
  var reflectionModel: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Set a parameter of the optimizer (default: memalign); may be repeated.",
      valueName: "key=value"))
  var set: [String] = []

  @Option(
    help: ArgumentHelp("If the judge improved, add a calibration to it.", valueName: "calibration"))
  var then: ThenArgument?

  @Flag(help: "If the judge improved, run the optimizer again on the whole training set.")
  var refit = false

  @Option(help: "How many times to ask the aligned judge about each trace of the test set.")
  var repeats = 1

  @Option(help: "Seed for all random choices.")
  var seed: UInt64 = 0

  @Option(
    name: .customLong("min-labels"), help: "Minimum number of labeled traces in the training set.")
  var minLabels = AlignmentData.defaultMinimum

  @Flag(
    name: .customLong("include-stale"), help: "Include labels whose trace has changed since.")
  var includesStale = false

  @Flag(name: .customLong("include-rows"), help: "Include labels on rows of evaluations.")
  var includesRows = false

  @OptionGroup var version: GuidelineOptions
  @OptionGroup var calls: CallArguments
  @OptionGroup var detail: DetailOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard (2...1_000_000).contains(minLabels) else {
      throw ValidationError("--min-labels is from 2 to 1000000")
    }
    guard seed < 1 << 53 else { throw ValidationError("--seed must be below 2^53") }
    guard (1...100).contains(repeats) else {
      throw ValidationError("--repeats is from 1 to 100")
    }
    guard optimizer == nil || compare.isEmpty else {
      throw ValidationError("--optimizer and --compare do not go together")
    }
    guard set.isEmpty || compare.isEmpty else {
      throw ValidationError(
        "--set is about one optimizer, and --compare runs several with their defaults")
    }
    _ = try SettingArgument.object(set)
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let repository = try await options.open(calls)
    let progress = AlignProgress(
      isQuiet: options.quiet, isDetailed: detail.verbose,
      calls: { repository.calls.statistics })
    if !compare.isEmpty {
      let names = try ListArgument.items(compare, of: "--compare")
      var optimizers: [any AlignmentOptimizer] = []
      for name in names { optimizers.append(try repository.alignments.optimizer(name)) }
      await estimate(optimizers, repository, progress)
      let align = alignOptions(progress)
      let result = try await progress.watch {
        try await repository.alignments.align(judge, comparing: names, options: align)
      }
      let redacted = try await repository.redactions.redacted()
      options.print(result.json, redacted: redacted) { text(result) + text(result.result) }
      return
    }
    var chosen: (any AlignmentOptimizer)?
    // A parameter without an optimizer belongs to the default; the other one, calibration, has
    // none.
    if let optimizer = optimizer ?? (set.isEmpty ? nil : OptimizerCatalog.names.first) {
      chosen = try repository.alignments.optimizer(
        optimizer, settings: try SettingArgument.object(set))
    }
    await estimate(chosen.map { [$0] } ?? [], repository, progress)
    let (align, using) = (alignOptions(progress), chosen)
    let result = try await progress.watch {
      try await repository.alignments.align(judge, using: using, options: align)
    }
    let redacted = try await repository.redactions.redacted()
    options.print(result.json, redacted: redacted) { text(result) }
  }

  private func alignOptions(_ progress: AlignProgress?) -> AlignOptions {
    var align = AlignOptions(seed: seed, minimum: minLabels, includeStale: includesStale)
    align.includeRows = includesRows
    align.fit.refit = refit
    align.fit.thenCalibrates = then != nil
    align.repeats = repeats
    align.guideline = version.guideline
    align.reflectionModel = reflectionModel
    if let progress { align.progress = { progress.show($0) } }
    return align
  }

  /// Prints the maximum number of calls.
  private func estimate(
    _ optimizers: [any AlignmentOptimizer], _ repository: JudgeRepository, _ progress: AlignProgress
  ) async {
    // The alignment itself reports faults of the judge or its labels.
    let found = try? await repository.alignments.estimate(
      judge, using: optimizers, options: alignOptions(nil))
    guard let estimate = found ?? nil, estimate.most > 0 else { return }
    progress.expect(estimate.most)
    options.say(estimate.text)
  }

  private func text(_ result: AlignResult) -> String {
    var text = "Judge                 \(SafeText.terminal(result.base))\n"
    text += Style.output.card(
      SafeText.terminal(
        ReportText.card(result.stored, of: result.report.fitted.body), keepLines: true),
      isImproved: result.report.fitted.improved)
    text +=
      "Aligned judge         \(result.hash.prefix(12)), report \(result.reportID.prefix(12))\n"
    if result.report.fitted.improved {
      if let fit = result.report.fit, fit.verdict != .fit {
        text +=
          "It is improved, but not proved fit for use: it is better than its base, and may still "
          + "be too weak\n"
      }
      text += "Next: git judge register \(SafeText.terminal(result.judge))\n"
    }
    return text
  }

  private func text(_ comparison: OptimizerComparison) -> String {
    var rows = Table([
      "optimizer", "base", "aligned", "lower bound", "n", "calls", "cost", "seconds",
    ])
    for entry in comparison.entries {
      rows.add([
        entry.optimizer, Figures.share(entry.evidence?.baseAccuracy),
        Figures.share(entry.evidence?.alignedAccuracy),
        Figures.share(entry.evidence?.differenceLower95),
        entry.evidence.map { "\($0.n)" } ?? "–",
        "\(entry.calls.calls)",
        entry.calls.unpriced > 0 ? "unknown" : Figures.fixed(entry.calls.cost, 4),
        Figures.fixed(entry.seconds, 1),
      ])
    }
    let decided = comparison.entries.compactMap(\.evidence).first.map {
      "All decided by \($0.method.rawValue) on the same \($0.n) traces. "
    }
    let winner =
      comparison.winner.map { Style.output("Winner: \($0)", .good) + "\n" }
      ?? "None is proved better than the base: the held-out part stays closed\n"
    let errors = comparison.entries.compactMap { entry in
      entry.error.map { "\(entry.optimizer): \(SafeText.terminal($0))\n" }
    }
    return rows.text(.terminal) + errors.joined() + (decided ?? "") + winner
  }
}

/// The optimizers that can follow another one.
enum ThenArgument: String, ExpressibleByArgument, CaseIterable {
  case calibration
}
