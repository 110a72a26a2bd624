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
    abstract: "Show a run: its rows with their verdicts, and its metrics.",
    discussion: """
      EXAMPLES
        git judge runs show 3f2a
        git judge runs show 3f2a --columns request,response,label
        git judge runs show 3f2a --csv
      """)

  @Argument(help: "The run: its id, or a prefix of at least 4 digits.") var run: String

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func run() async throws {
    let repository = try await options.open()
    let stored = try await repository.runs.table(of: run)
    let chosen = try columns.chosen()
    var json = stored.info.json.objectValue ?? [:]
    json["n"] = .number(Double(stored.rows.count))
    json["errors"] = .number(Double(stored.errors))
    json["rows"] = .array(stored.rows.map { $0.json(with: chosen) })
    let redacted = try await repository.redactions.redacted()
    options.print(.object(json), redacted: redacted) {
      let shown = ResultTable(
        judges: stored.judges, rows: stored.rows, metrics: stored.metrics, columns: chosen,
        notApplicable: stored.notApplicable, format: table.format)
      if table.format == .csv { return shown.rowText }
      return Self.heading(stored) + shown.rowText + "\n" + shown.metricText
    }
  }

  private static func heading(_ stored: RunTable) -> String {
    let info = stored.info
    var facts = [
      info.name, info.run.type, info.run.startTime?.text, info.run.userID, info.status,
    ].compactMap(\.self)
    facts.append(Count.of(stored.rows.count, "row"))
    if info.rejected > 0 { facts.append("\(info.rejected) that could not be read") }
    facts.append(CallArguments.text(errors: stored.errors, unasked: info.unasked))
    var text = "Run \(info.id.runID): \(SafeText.terminal(facts.joined(separator: ", ")))\n"
    for tag in info.tags {
      text += SafeText.terminal("Tag \(tag.key) = \(tag.value.stringValue ?? "")") + "\n"
    }
    return text
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
      "source_run_id": run.givenID.map { .string($0) } ?? .null,
      "type": run.type.map { .string($0) } ?? .null,
      "start_time": run.startTime.map { .string($0.text) } ?? .null,
      "status": status.map { .string($0) } ?? .null,
      "user_id": run.userID.map { .string($0) } ?? .null,
      "judges": .array(run.judges.map { .string($0.hex) }),
      "metrics": .object(metrics), "tags": .object(tags),
    ]
  }
}
