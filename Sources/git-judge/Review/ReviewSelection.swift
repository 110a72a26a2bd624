import ArgumentParser
import GitJudge

/// The options that choose the traces of a labelling page, as in `label`.
struct ReviewSelection: ParsableArguments {
  @Option(help: "Show only traces of this batch. Default: all that are assigned to the reviewer.")
  var batch: String?

  @Option(help: ArgumentHelp("Show only traces that match this search.", valueName: "search"))
  var `where`: String?

  @Option(help: ArgumentHelp("Show at most this many traces.", valueName: "n"))
  var limit: Int?

  @Option(
    help: "Order of the traces; with uncertain, those on which people and judges differ come first."
  )
  var next: LabelOrderArgument = .shuffled

  @Flag(
    name: .customLong("include-skipped"), help: "Include traces that the reviewer has skipped.")
  var includesSkipped = false

  @Flag(
    name: .customLong("include-unassigned"),
    help: "Include traces that are not assigned to the reviewer.")
  var includesUnassigned = false

  @Flag(
    name: .customLong("include-rows"),
    help: "Include rows of evaluations; with --where, also those of a run (run_id = …).")
  var includesRows = false

  @Flag(help: "Ask a question that no judge answers yet. Any text is an answer.")
  var new = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1") }
  }

  /// The options for the library.
  var options: LabellingOptions {
    var wanted = LabellingOptions()
    wanted.batch = batch
    wanted.filter = `where`
    wanted.limit = limit
    wanted.order = next == .uncertain ? .uncertain : .shuffled
    wanted.withSkipped = includesSkipped
    wanted.isForAll = includesUnassigned
    wanted.includeRows = includesRows
    wanted.isNew = new
    return wanted
  }
}
