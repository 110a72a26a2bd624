import ArgumentParser
import GitJudge

/// `git judge experiment list`.
struct ExperimentList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the experiments.",
    discussion: """
      EXAMPLES
        git judge experiment list
        git judge experiment list --include-deleted
      """)

  @Flag(name: .customLong("include-deleted"), help: "Include deleted experiments.")
  var includesDeleted = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let list = try await options.open().experiments.all(includeDeleted: includesDeleted)
    options.print(["experiments": .array(list.map(\.json))]) {
      var rows = Table(["id", "name", "traces", "runs", "state"])
      for experiment in list {
        rows.add([
          experiment.number, experiment.name, "\(experiment.traceCount)",
          "\(experiment.runCount)", experiment.isDeleted ? "deleted" : "active",
        ])
      }
      return rows.text(table.format)
    }
  }
}

/// `git judge experiment show`.
struct ExperimentShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an experiment.",
    discussion: """
      EXAMPLES
        git judge experiment show support
      """)

  @Argument(help: "The experiment: its name, number or a hash prefix. Default: the current one.")
  var name: String?

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let experiment: ExperimentInfo
    if let name {
      experiment = try await repository.experiments.find(name)
    } else {
      experiment = try await repository.experiments.current()
    }
    options.print(experiment.json) {
      SafeText.terminal(experiment.json.prettyText(), keepLines: true) + "\n"
    }
  }
}

extension ExperimentInfo {
  /// The experiment as JSON with stable keys.
  var json: JSONValue {
    [
      "experiment_id": .string(number), "name": .string(name), "hash": .string(id.hex),
      "lifecycle_stage": isDeleted ? "deleted" : "active", "tags": .object(tags),
      "traces": .number(Double(traceCount)), "runs": .number(Double(runCount)),
    ]
  }
}
