import ArgumentParser
import GitJudge

/// `git judge learning-curve`.
struct LearningCurveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning-curve",
    abstract: "Measure how many labels an optimizer needs.",
    discussion: """
      For each size and seed, draws that many labels, aligns the judge to them, and tests it on \
      all other labeled traces (at most 500). If the aligned judge is not proved better, the base \
      judge is kept and the gain of that seed is 0. Labels are drawn from the training set and \
      tested there, so the test set stays closed. --open-test uses the test set too, and records \
      the look.

      EXAMPLES
        git judge learning-curve tone --optimizer calibration --sizes 10,50,100 --seeds 20
        git judge learning-curve tone --sizes 20,40 --seeds 10 --open-test
        git judge learning-curve tone --optimizer calibration --svg curve.svg
      """)

  @Argument(help: "The judge to align.") var judge: String

  @Option(help: "The optimizer, as for `git judge align`.")
  var optimizer: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Numbers of labels to draw (default: 10,50,100); comma-separated or repeated.",
      valueName: "n,n"))
  var sizes: [String] = []

  @Option(help: "Number of draws per size.")
  var seeds = 20

  @Option(help: "Draw whole groups of traces (grouped) or single traces (random).")
  var split: DrawArgument = .grouped

  @Flag(name: .customLong("open-test"), help: "Use the test set too; the look is recorded.")
  var opensTest = false

  @OptionGroup var version: GuidelineOptions
  @OptionGroup var picture: ChartOptions
  @OptionGroup var calls: CallArguments
  @OptionGroup var table: TableOptions
  @OptionGroup var detail: DetailOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard (1...10_000).contains(seeds) else {
      throw ValidationError("--seeds is from 1 to 10000")
    }
    _ = try numbers()
  }

  func run() async throws {
    CallArguments.speakWhenInterrupted()
    let start = ContinuousClock.now
    let repository = try await options.open(calls)
    var chosen: (any AlignmentOptimizer)?
    if let optimizer { chosen = try repository.alignments.optimizer(optimizer) }
    let progress = AlignProgress(
      isQuiet: options.quiet, isDetailed: detail.verbose, calls: { repository.calls.statistics })
    let (numbers, using) = (try numbers(), chosen)
    let result = try await progress.watch {
      try await repository.alignments.learningCurve(
        judge, using: using, sizes: numbers, seeds: seeds,
        curve: LearningCurve(draw: split.draw, trainOnly: !opensTest),
        guideline: version.guideline
      ) { size, done in
        let before = numbers.firstIndex(of: size) ?? 0
        progress.update {
          $0.event = "size \(size): \(done) of \(seeds) seeds"
          $0.doneShare = Double(before * seeds + done) / Double(numbers.count * seeds)
        }
      }
    }
    let called = repository.calls.statistics
    var object: JSONObject = [
      "judge": .string(judge), "optimizer": .string(result.optimizer),
      "split": .string(split.rawValue), "train_only": .bool(!opensTest),
      "sizes": .array(result.sizes.map(\.json)),
    ]
    called.put(into: &object)
    let parts = (ContinuousClock.now - start).components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    object["seconds"] = .number((seconds * 1000).rounded() / 1000)
    try picture.write(result.sizes.chart(of: judge))
    if picture.isOnlyOutput { return }
    options.print(.object(object)) {
      let taken = table.format == .csv ? "" : CallArguments.text(called)
      let part =
        opensTest || table.format == .csv
        ? "" : "These are figures of the training part; --open-test uses the held-out part too\n"
      let bars = BlockBar.isOn ? Self.bars(result.sizes) : ""
      return text(result.sizes) + bars + part + taken
    }
  }

  private func text(_ sizes: [LearningCurve.Size]) -> String {
    var rows = Table(["labels", "seeds", "base", "aligned", "mean gain", "sd", "won", "lost"])
    for size in sizes {
      let json = size.json
      rows.add([
        "\(size.n)", "\(size.seeds.count)", Figures.share(json["base_accuracy"]?.doubleValue),
        Figures.share(json["aligned_accuracy"]?.doubleValue),
        gain(json["relative_gain_mean"]?.doubleValue),
        gain(json["relative_gain_sd"]?.doubleValue),
        json["won"]?.canonicalText ?? "", json["lost"]?.canonicalText ?? "",
      ])
    }
    return rows.text(table.format)
  }

  /// One bar per size from 0 to 1, with a line at the accuracy before the alignment.
  private static func bars(_ sizes: [LearningCurve.Size]) -> String {
    let widest = sizes.map { "\($0.n)".count }.max() ?? 1
    var text = "\naccuracy after alignment, │ before\n"
    for size in sizes {
      let json = size.json
      guard let aligned = json["aligned_accuracy"]?.doubleValue else { continue }
      let label = "\(size.n)"
      text +=
        String(repeating: " ", count: widest - label.count) + label + " ▕"
        + BlockBar.bar(aligned, width: 40, mark: json["base_accuracy"]?.doubleValue)
        + "▏ \(Figures.share(aligned)) \(Figures.interval(size.alignedInterval))\n"
    }
    return text
  }

  /// Returns a gain in per cent, and in a file as a number that can be plotted.
  private func gain(_ value: Double?) -> String {
    table.format == .csv ? Figures.share(value) : Figures.percent(value)
  }

  private func numbers() throws -> [Int] {
    let texts = sizes.isEmpty ? ["10,50,100"] : sizes
    let list = try ListArgument.items(texts, of: "--sizes").map { Int($0) ?? 0 }
    guard (1...100).contains(list.count), list.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--sizes needs 1 to 100 whole numbers from 1, such as 10,50,100")
    }
    return list
  }
}

/// The values of `--draw`: how labels are drawn.
enum DrawArgument: String, ExpressibleByArgument, CaseIterable {
  case grouped, random

  /// The matching value of the library.
  var draw: LearningCurve.Draw { self == .grouped ? .grouped : .random }
}
