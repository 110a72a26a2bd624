import ArgumentParser
import GitJudge

/// `git judge runs …`.
struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List and show runs of judges and evaluations.",
    subcommands: [RunsList.self, RunsShow.self])
}

/// `git judge runs list`.
struct RunsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the runs of the experiment, latest first.",
    discussion: """
      EXAMPLES
        git judge runs list
        git judge runs list --limit 5 --json
      """)

  @Option(help: "Maximum number of runs. Default: all.")
  var limit: Int?

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard limit ?? 1 > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    let all = try await options.open().runs.all()
    let runs = Array(all.prefix(limit ?? all.count))
    options.print(["runs": .array(runs.map(\.json))]) {
      var rows = Table(["run", "type", "name", "started", "status"])
      for run in runs {
        rows.add([
          run.id.runID, run.run.type ?? "", run.name ?? "", run.run.startTime?.text ?? "",
          run.status ?? "",
        ])
      }
      let left = all.count - runs.count
      return rows.text(table.format)
        + (left > 0 && table.format == .terminal ? "and \(Count.of(left, "older run"))\n" : "")
    }
  }
}

/// `git judge runs show`.
struct RunsShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a run with its metrics.",
    discussion: """
      EXAMPLES
        git judge runs show 3f2a
      """)

  @Argument(help: "The run: its id, or a prefix of at least 4 digits.") var run: String

  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let first = try await options.open().runs.find(named: run)
    options.print(first.json) {
      SafeText.terminal(first.json.prettyText(), keepLines: true) + "\n"
    }
  }
}

extension RunInfo {
  /// The run as JSON with stable keys.
  var json: JSONValue {
    var metrics = JSONObject()
    for member in self.metrics { metrics[member.key] = member.value["value"] ?? member.value }
    return [
      "run_id": .string(id.runID), "hash": .string(id.hex),
      "run_name": name.map { .string($0) } ?? .null,
      "type": run.type.map { .string($0) } ?? .null,
      "start_time": run.startTime.map { .string($0.text) } ?? .null,
      "status": status.map { .string($0) } ?? .null,
      "user_id": run.userID.map { .string($0) } ?? .null,
      "judges": .array(run.judges.map { .string($0.hex) }),
      "metrics": .object(metrics), "tags": .object(tags),
    ]
  }
}
