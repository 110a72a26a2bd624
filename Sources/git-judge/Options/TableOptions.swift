import ArgumentParser

/// The forms in which a table can be printed.
struct TableOptions: ParsableArguments {
  @Flag(help: "Print the table as Markdown.")
  var md = false

  @Flag(help: "Print the table as CSV.")
  var csv = false

  func validate() throws {
    let isJSON = CommandLine.arguments.contains("--json")
    guard [md, csv, isJSON].count(where: { $0 }) <= 1 else {
      throw ValidationError("--md, --csv and --json exclude each other")
    }
  }

  /// The form asked for.
  var format: Table.Format { csv ? .csv : md ? .markdown : .terminal }
}
