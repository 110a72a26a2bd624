import ArgumentParser

/// The options for the format of a table.
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

  /// The selected format.
  var format: Table.Format { csv ? .csv : md ? .markdown : .terminal }
}
