import ArgumentParser
import GitJudge

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
