import ArgumentParser
import GitJudge

/// `git judge experiment create`.
struct ExperimentCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create an experiment and make it the current one.",
    discussion: """
      Two people who create the same name offline create the same experiment.

      EXAMPLES
        git judge experiment create support
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "The name.") var name: String

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
    abstract: "Make an experiment the current one of this clone.",
    discussion: """
      EXAMPLES
        git judge experiment use support
      """)

  @OptionGroup var options: RepositoryOptions
  @Argument(help: "Its name, number, or a prefix of its hash.") var name: String

  func run() async throws {
    let experiment = try await options.open().experiments.use(name)
    options.confirm(experiment.json) {
      "Experiment \(SafeText.terminal(experiment.name)) is current\n"
    }
  }
}
