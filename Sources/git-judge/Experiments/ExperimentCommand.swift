import ArgumentParser

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
