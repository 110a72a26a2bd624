import ArgumentParser
import GitJudge

/// `git judge experiment …`.
struct ExperimentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Create, select, list and change experiments.",
    subcommands: [
      ExperimentCreate.self, ExperimentUse.self, ExperimentList.self, ExperimentShow.self,
      ExperimentRename.self, ExperimentTag.self, ExperimentDelete.self, ExperimentRestore.self,
    ])
}

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

/// `git judge experiment rename`.
struct ExperimentRename: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Rename an experiment; its records stay as they are.",
    discussion: """
      EXAMPLES
        git judge experiment rename support customer-support
      """)

  @Argument(help: "The experiment.") var name: String
  @Argument(help: "The new name.") var newName: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    try await options.open().experiments.rename(name, to: newName)
    options.confirm(["name": .string(newName)]) { "Renamed to \(SafeText.terminal(newName))\n" }
  }
}

/// `git judge experiment tag`.
struct ExperimentTag: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Set or delete a tag of an experiment.",
    discussion: """
      EXAMPLES
        git judge experiment tag support owner=quality-team
        git judge experiment tag support owner --delete
      """)

  @Argument(help: "The experiment.") var name: String
  @Argument(help: "KEY=VALUE, or KEY with --delete.") var tag: String
  @Flag(help: "Delete the tag.") var delete = false

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (key, value) = try TagArgument.parse(tag, delete: delete)
    try await options.open().experiments.tag(name, key, value)
    options.confirm(["key": .string(key), "value": value.map { .string($0) } ?? .null]) {
      "Tag \(SafeText.terminal(key)) \(delete ? "taken away" : "set")\n"
    }
  }
}

/// `git judge experiment delete`.
struct ExperimentDelete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete an experiment; its records stay in the store, and `restore` undoes it.",
    discussion: """
      EXAMPLES
        git judge experiment delete old-experiment
      """)

  @Argument(help: "The experiment.") var name: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    try await options.open().experiments.set(name, deleted: true)
    options.confirm(["lifecycle_stage": "deleted"]) { "Deleted; `restore` undoes it\n" }
  }
}

/// `git judge experiment restore`.
struct ExperimentRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore a deleted experiment.",
    discussion: """
      EXAMPLES
        git judge experiment restore old-experiment
      """)

  @Argument(help: "The experiment.") var name: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    try await options.open().experiments.set(name, deleted: false)
    options.confirm(["lifecycle_stage": "active"]) { "Restored\n" }
  }
}
