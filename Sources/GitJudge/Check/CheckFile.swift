import JudgeAgreement
import JudgeEvaluation
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeWork

/// Checks a judge from a file of cases with its verdicts and people's labels, in memory.
public enum CheckFile {
  /// The maximum size of a file in bytes.
  public static let longest = 256 << 20

  /// Reads a file and compares the judge with the people.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - options: the options for reading.
  /// - Returns: the figures, the differences and the assumptions.
  /// - Throws: `JudgeFailure` for a file that cannot be read, missing columns, or labels
  ///   and verdicts that have no value in common.
  public static func check(
    _ path: String, _ options: CheckOptions = CheckOptions()
  ) throws -> CheckResult {
    var bytes: [UInt8] = []
    try LocalFile.readPieces(path) { piece in
      guard bytes.count + piece.count <= longest else {
        throw JudgeFailure(
          .invalid, "\(path): has more than \(longest >> 20) MiB",
          remedy: .run(.importTraces, to: "import it into a store"))
      }
      bytes += piece
      return true
    }
    return try check(bytes, name: path == "-" ? "standard input" : path, options)
  }

  /// Compares the rows of a file that has been read.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: its name, for errors.
  ///   - options: the options for reading.
  /// - Returns: as ``check(_:_:)``.
  /// - Throws: as ``check(_:_:)``.
  public static func check(
    _ bytes: [UInt8], name: String, _ options: CheckOptions
  ) throws -> CheckResult {
    WorkProgress.report("Reading the file", 0, of: nil)
    let table: CaseTable
    do { table = try CaseTable(bytes, format: options.format) } catch {
      throw JudgeFailure(.invalid, "\(name): \(error.description)")
    }
    guard !table.rows.isEmpty else {
      let first = table.problems.first.map { ":\($0.line): \($0.message)" } ?? ": has no rows"
      throw JudgeFailure(.invalid, name + first)
    }
    let columns = try CheckColumns(table, options)
    var cases = CheckCases(columns, options, try CheckValues(map: options.labelMap))
    for row in WorkProgress.counted(table.rows, "Reading cases") {
      try cases.add(row, file: name)
    }
    WorkProgress.report("Comparing labels", 0, of: nil)
    return try cases.result(table, file: name)
  }
}
