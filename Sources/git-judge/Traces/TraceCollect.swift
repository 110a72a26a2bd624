import ArgumentParser
import GitJudge

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
