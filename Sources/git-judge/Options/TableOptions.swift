import ArgumentParser

/// The forms in which a table can be printed.
struct TableOptions: ParsableArguments {
  @Flag(help: "Print the table as Markdown.")
  var md = false

  @Flag(help: "Print the table as CSV.")
  var csv = false

  /// The form asked for.
  var format: Table.Format { csv ? .csv : md ? .markdown : .terminal }
}
