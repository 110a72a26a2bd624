import ArgumentParser
import GitJudge

/// `git judge trace collect`.
struct TraceCollect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Record the traces that traced programs have left, those of crashed ones too.",
    discussion: """
      A program traced with git-judge's library leaves each span in the git directory as it ends. \
      A trace whose program was ended before its root span is recorded as IN_PROGRESS.

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
