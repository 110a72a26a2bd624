import ArgumentParser
import Foundation
import GitJudge

/// `git judge export`.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records, traces, or labels and verdicts to files.",
    discussion: """
      Without a format, each record of the store becomes a plain file in the folder --output, for \
      grep and other tools.

      --mlflow and --jsonl write the traces of the experiment, one per line, to a file or to \
      standard output: with --mlflow as MLflow's trace JSON (Trace.from_json reads it), with --jsonl \
      in the form that `git judge trace import` reads. --otlp writes requests of OpenTelemetry's \
      protocol in JSON: a line with the spans of a trace, and one with its labels and verdicts. All \
      three have the labels in force and the last verdict of each judge. --csv writes all labels and verdicts, one per row. Hidden records are \
      left out.

      EXAMPLES
        git judge export --output records && grep -rl billing records/traces
        git judge export --mlflow --output traces.jsonl
        git judge export --jsonl --where "tag.batch = 'june'"
        git judge export --otlp --output traces.otlp.jsonl
        git judge export --csv --output labels.csv
      """)

  @Option(
    help: ArgumentHelp(
      "The folder to write records to, or the file of a format. Default: standard output.",
      valueName: "path"))
  var output: String?

  @Flag(help: "Write traces as MLflow's trace JSON, one per line.")
  var mlflow = false

  @Flag(help: "Write traces in the form that an import reads, one per line.")
  var jsonl = false

  @Flag(help: "Write traces as OpenTelemetry's requests in JSON, one request per line.")
  var otlp = false

  @Flag(help: "Write all labels and verdicts as CSV.")
  var csv = false

  @Option(help: ArgumentHelp("Export only traces that match this search.", valueName: "search"))
  var `where`: String?

  @OptionGroup var options: RepositoryOptions

  private var hasFormat: Bool { mlflow || jsonl || otlp || csv }

  private var form: TraceExport { mlflow ? .mlflow : otlp ? .openTelemetry : .lines }

  func validate() throws {
    guard [mlflow, jsonl, otlp, csv].count(where: { $0 }) <= 1 else {
      throw ValidationError("--mlflow, --jsonl, --otlp and --csv exclude each other")
    }
    guard hasFormat || output != nil else {
      throw ValidationError(
        "specify --output FOLDER for records, or a format: --mlflow, --jsonl, --otlp or --csv")
    }
    guard hasFormat || `where` == nil else {
      throw ValidationError("--where needs a format: --mlflow, --jsonl, --otlp or --csv")
    }
    guard !options.json || output != nil else {
      throw ValidationError("--json needs --output, because the traces go to standard output")
    }
  }

  func run() async throws {
    guard hasFormat else { return try await exportRecords() }
    let maintenance = try await options.open().maintenance
    let sink = try OutputFile(path: output)
    let count: Int
    if csv {
      try sink.write(row(MaintenanceService.labelColumns))
      count = try await maintenance.exportLabels(where: `where`, to: output) {
        try sink.write(row($0))
      }
    } else {
      count = try await maintenance.exportTraces(form, where: `where`, to: output) {
        try sink.write($0 + "\n")
      }
    }
    try sink.close()
    let of = csv ? "labels and verdicts of " : ""
    guard let output else { return options.say("\(of)\(Count.of(count, "trace"))") }
    options.confirm(["traces": .number(Double(count)), "file": .string(output)]) {
      "\(of)\(Count.of(count, "trace")) in \(SafeText.terminal(output))\n"
    }
  }

  private func row(_ cells: [String]) -> String {
    cells.map(SafeText.csv).joined(separator: ",") + "\r\n"
  }

  private func exportRecords() async throws {
    let folder = output ?? ""
    let (count, redacted) = try await options.open().maintenance.export(to: folder)
    options.confirm([
      "files": .number(Double(count)), "folder": .string(folder),
      "redacted": .number(Double(redacted)),
    ]) {
      "\(Count.of(count, "file")) in \(folder)\n" + (redacted > 0 ? "redacted: \(redacted)\n" : "")
    }
  }
}
