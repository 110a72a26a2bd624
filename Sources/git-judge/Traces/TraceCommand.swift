import ArgumentParser
import GitJudge

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

/// `git judge trace tag`.
struct TraceTag: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Set or delete a tag of a trace.",
    discussion: """
      EXAMPLES
        git judge trace tag tr-12ab batch=june
        git judge trace tag tr-12ab batch --delete
      """)

  @Argument(help: "The trace's id, or a prefix of at least 4 digits.") var trace: String
  @Argument(help: "KEY=VALUE, or KEY with --delete.") var tag: String
  @Flag(help: "Delete the tag.") var delete = false

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let (key, value) = try TagArgument.parse(tag, delete: delete)
    let trace = try await options.open().traces.tag(self.trace, key, value)
    options.confirm([
      "trace_id": .string(trace.id), "key": .string(key),
      "value": value.map { .string($0) } ?? .null,
    ]) { "\(trace.id): tag \(SafeText.terminal(key)) \(delete ? "taken away" : "set")\n" }
  }
}

/// `git judge trace delete`.
struct TraceDelete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a trace; its records stay in the store, and `restore` undoes it.",
    discussion: """
      EXAMPLES
        git judge trace delete tr-12ab
      """)

  @Argument(help: "The trace's id, or a prefix of at least 4 digits.") var trace: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let trace = try await options.open().traces.set(self.trace, deleted: true)
    options.confirm(["trace_id": .string(trace.id), "deleted": true]) {
      "Deleted \(trace.id); `restore` undoes it\n"
    }
  }
}

/// `git judge trace restore`.
struct TraceRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore a deleted trace.",
    discussion: """
      EXAMPLES
        git judge trace restore tr-12ab
      """)

  @Argument(help: "The trace's id, or a prefix of at least 4 digits.") var trace: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let trace = try await options.open().traces.set(self.trace, deleted: false)
    options.confirm(["trace_id": .string(trace.id), "deleted": false]) { "Restored \(trace.id)\n" }
  }
}

/// `git judge trace collect`.
struct TraceCollect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Record the traces of traced programs, including programs that crashed.",
    discussion: """
      A program that is traced with git-judge's library stores each span in the git directory as \
      soon as the span ends. If the program stopped before its root span ended, the trace is \
      recorded as IN_PROGRESS.

      EXAMPLES
        git judge trace collect
      """)

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let traces = try await options.open().traces.collect()
    options.confirm(["traces": .array(traces.map { .string($0) })]) {
      traces.map { $0 + "\n" }.joined() + "\(Count.of(traces.count, "trace")) recorded\n"
    }
  }
}
