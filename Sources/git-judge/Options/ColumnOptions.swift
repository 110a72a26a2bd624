import ArgumentParser
import GitJudge

/// The option for further columns in tables of verdicts.
struct ColumnOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Also show these columns: request, response, expectation, label; comma-separated or repeated.",
      valueName: "column"))
  var columns: [String] = []

  func validate() throws { _ = try chosen() }

  /// Returns the columns, in the order given.
  func chosen() throws -> [RowColumn] {
    var chosen: [RowColumn] = []
    for name in try ListArgument.items(columns, of: "--columns") {
      guard let column = RowColumn(rawValue: name) else {
        let known = RowColumn.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--columns: there is no column \"\(name)\"; there are \(known)")
      }
      if !chosen.contains(column) { chosen.append(column) }
    }
    return chosen
  }
}
