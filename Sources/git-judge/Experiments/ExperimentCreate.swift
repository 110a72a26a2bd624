import ArgumentParser
import GitJudge

/// `git judge experiment create`.
struct ExperimentCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create an experiment and make it the current one.",
    discussion: """
      If two people create an experiment with the same name offline, it is the same experiment.

      EXAMPLES
        git judge experiment create support
      """)

  @Argument(help: "The name of the experiment.") var name: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (experiment, isNew) = try await options.open().experiments.create(name)
    options.confirm(experiment.json) {
      let word = isNew ? "Created" : "There already:"
      return "\(word) experiment \(SafeText.terminal(experiment.name)) "
        + "(id \(experiment.number)), now current\n"
    }
  }
}

/// `git judge experiment use`.
struct ExperimentUse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "use",
    abstract: "Make an experiment the current one in this clone.",
    discussion: """
      EXAMPLES
        git judge experiment use support
      """)

  @Argument(help: "The experiment: its name, number or a hash prefix.") var name: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let experiment = try await options.open().experiments.use(name)
    options.confirm(experiment.json) {
      "Experiment \(SafeText.terminal(experiment.name)) is current\n"
    }
  }
}
