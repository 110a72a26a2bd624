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
      "Show the next page: `next` of the page before, or the id of its last trace.",
      valueName: "text"))
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
    if page.traces.isEmpty, cursor == nil {
      options.say(
        `where` == nil
          ? "no traces yet: to add some, run `git judge trace import FILE`" : "no trace matches")
    }
    // A file of rows holds nothing else.
    if let next = page.next, table.format == .csv { options.say(Self.following(page, next)) }
    options.print(document, redacted: redacted) {
      let text = Self.rows(page.traces, format: table.format).text(table.format, width: 60)
      guard let next = page.next, table.format != .csv else { return text }
      return text + Self.following(page, next) + "\n"
    }
  }

  /// Says how to see the next page: after the last trace of this one.
  private static func following(_ page: TracePage, _ next: String) -> String {
    let last = page.traces.last?.id ?? ""
    return "next page: --cursor \(last.hasPrefix("tr-") ? SafeText.terminal(short(last)) : next)"
  }

  /// Returns the beginning of an id that finds the trace.
  private static func short(_ id: String) -> String { String(id.prefix(13)) }

  /// Returns the traces as rows; a column that says nothing is left out for readers.
  static func rows(_ traces: [Trace], format: Table.Format) -> Table {
    let isSheet = format == .csv
    let isNarrow = !isSheet && Console.columns != nil
    let columns: [(name: String, isNeeded: Bool, cell: (Trace) -> String)] = [
      ("trace", true, { isNarrow ? short($0.id) : $0.id }),
      (
        "client_request_id", traces.contains { $0.clientRequestID != nil || $0.rowKey != nil },
        { $0.clientRequestID ?? $0.rowKey ?? "" }
      ),
      (
        "time", traces.contains { $0.requestTime != nil },
        { isSheet ? $0.requestTime?.text ?? "" : time($0.requestTime) }
      ),
      (
        "state", traces.contains { !["OK", "STATE_UNSPECIFIED"].contains($0.state) }, { $0.state }
      ),
      ("request", true, { TracePreview($0.inputs).text }),
      ("response", true, { TracePreview($0.outputs).text }),
      ("labels", true, { isSheet ? "\(counting($0).count)" : labels(of: $0) }),
    ]
    let shown = columns.filter { isSheet || $0.isNeeded }
    var rows = Table(shown.map(\.name))
    for trace in traces { rows.add(shown.map { $0.cell(trace) }) }
    return rows
  }

  private static func time(_ time: Timestamp?) -> String {
    guard let text = time?.text else { return "" }
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }

  private static func counting(_ trace: Trace) -> [Label] {
    trace.labels.filter { $0.standing == .counts }
  }

  /// Returns the values that people gave, with the question if there are several.
  private static func labels(of trace: Trace) -> String {
    let labels = counting(trace).filter { label in
      if case .feedback = label.assessment.content { true } else { false }
    }
    let names = Set(labels.map(\.assessment.name)).sorted()
    return names.map { name in
      var counts: [(value: String, count: Int)] = []
      for label in labels where label.assessment.name == name {
        let value = label.assessment.text
        if let place = counts.firstIndex(where: { $0.value == value }) {
          counts[place].count += 1
        } else {
          counts.append((value, 1))
        }
      }
      let values = counts.sorted { $0.count > $1.count }.map {
        $0.count > 1 ? "\($0.value) × \($0.count)" : $0.value
      }
      return (names.count > 1 ? "\(name): " : "") + values.joined(separator: ", ")
    }.joined(separator: "; ")
  }
}
