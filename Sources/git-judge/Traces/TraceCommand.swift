import ArgumentParser

/// `git judge trace …`.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Import, list, show and change traces.",
    subcommands: [
      TraceImport.self, TraceList.self, TraceShow.self, TraceTag.self, TraceDelete.self,
      TraceRestore.self, TraceCollect.self,
    ])
}
