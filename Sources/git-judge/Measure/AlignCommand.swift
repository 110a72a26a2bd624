import ArgumentParser
import GitJudge

/// The optimizers that this version has.
enum OptimizerArgument: String, ExpressibleByArgument, CaseIterable {
  case calibration

  /// The optimizer.
  var optimizer: any AlignmentOptimizer {
    switch self {
    case .calibration: CalibrationOptimizer()
    }
  }
}

/// `git judge align`.
struct AlignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align",
    abstract: "Align a judge to the people's labels, and prove the gain on held-out traces.",
    discussion: """
      What is better is decided without the held-out part; that part is opened once, recorded, \
      and reported. An honest "not improved" is exit code 0.

      EXAMPLES
        git judge align tone --optimizer calibration
        git judge align tone --optimizer calibration --seed 7 --json
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The judge.") var judge: String

  @Option(help: "The optimizer.")
  var optimizer: OptimizerArgument = .calibration

  @Option(help: "The seed of all randomness.")
  var seed: UInt64 = 0

  @Option(name: .customLong("min-labels"), help: "The fewest labelled training traces.")
  var minLabels = AlignmentData.defaultMinimum

  @Flag(help: "Count labels whose trace has changed since.")
  var stale = false

  func validate() throws {
    guard minLabels >= 2 else { throw ValidationError("--min-labels must be at least 2") }
    guard seed < 1 << 53 else { throw ValidationError("--seed must be below 2^53") }
  }

  func run() async throws {
    let result = try await options.open().align(
      judge, using: optimizer.optimizer, seed: seed, minimum: minLabels, includeStale: stale)
    options.print(result.json) {
      var text = "Judge                 \(SafeText.terminal(result.judge))\n"
      text += SafeText.terminal(ReportText.card(result.stored), keepLines: true)
      text +=
        "Aligned judge         \(result.hash.prefix(12)), report \(result.reportID.prefix(12))\n"
      if result.report.fitted.improved {
        text += "Next: git judge register \(SafeText.terminal(result.judge))\n"
      }
      return text
    }
  }
}
