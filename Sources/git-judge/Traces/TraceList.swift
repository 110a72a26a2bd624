import ArgumentParser
import GitJudge

/// `git judge trace list`.
struct TraceList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the traces of the experiment, or those that match a search.",
    discussion: """
      The search has MLflow's grammar with OR, NOT and parentheses, and the additional fields \
      trace_id, source_type, source_id, rationale and text. Rows of evaluations are listed if \
      the search names their run or their id, or with --include-rows.

      EXAMPLES
        git judge trace list --limit 20
        git judge trace list --where "tag.batch = 'june' AND feedback.tone IS NULL"
        git judge trace list --where "NOT (feedback.tone = 'good') OR text LIKE '%refund%'"
        git judge trace list --order-by "timestamp DESC" --json
        git judge trace list --where "run_id = '3f2a91c07d5e4b6f8a1d2c3b4e5f6071'"
      """)

  @Option(help: ArgumentHelp("List only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(
    name: .customLong("order-by"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sort by this field, with ASC or DESC; comma-separated or repeated.", valueName: "field"))
  var orderBy: [String] = []

  @Option(help: "Maximum number of traces.")
  var limit = TraceQuery.defaultLimit

  @Option(
    help: ArgumentHelp(
      "Show the next page: the value of `next` from the page before.", valueName: "text"))
  var cursor: String?

  @Flag(name: .customLong("include-deleted"), help: "Include deleted traces.")
  var includesDeleted = false

  @Flag(
    name: .customLong("include-rows"),
    help: "Include rows of evaluations, which are otherwise listed only by run or id.")
  var includesRows = false

  @Flag(help: "Print one JSON object per line.")
  var jsonl = false

  @OptionGroup var table: TableOptions
  @OptionGroup var options: RepositoryOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    let repository = try await options.open()
    let page = try await repository.traces.page(
      TraceQuery(
        filter: `where`, orderBy: try ListArgument.items(orderBy, of: "--order-by", quote: "`"),
        limit: limit, cursor: cursor,
        includeDeleted: includesDeleted, includeSpans: false, includeRows: includesRows))
    let redacted = try await repository.redactions.redacted([.trace])
    if jsonl {
      if redacted > 0 { options.say("redacted: \(redacted)") }
      for trace in page.traces { Console.line(SafeText.json(trace.summary.canonicalText)) }
      return
    }
    let document: JSONValue = [
      "traces": .array(page.traces.map(\.summary)),
      "next": page.next.map { .string($0) } ?? .null,
    ]
    options.print(document, redacted: redacted) {
      var rows = Table(["trace", "client_request_id", "time", "inputs", "labels"])
      for trace in page.traces {
        rows.add([
          trace.id, trace.clientRequestID ?? trace.rowKey ?? "", trace.requestTime?.text ?? "",
          trace.inputs.stringValue ?? trace.inputs.canonicalText,
          "\(trace.labels.count { $0.standing == .counts })",
        ])
      }
      return rows.text(table.format, width: 40)
        + (page.next.map { "next page: --cursor \($0)\n" } ?? "")
    }
  }
}
