import JudgeJSON
public import JudgeRecords

extension AlignmentStep {
  /// The optimizer's name in the steps of a program.
  package static let programName = "program"

  /// The command of the program that made the step, or `nil` for a built-in optimizer.
  public var program: String? {
    guard optimizer == Self.programName else { return nil }
    let command = settings["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return command.isEmpty ? nil : command.joined(separator: " ")
  }

  /// The optimizer's name, followed by the command if the optimizer is a program.
  public var title: String { program.map { "\(optimizer) \($0)" } ?? optimizer }
}

extension JudgeBody {
  /// Returns the command of the program that made this judge.
  ///
  /// - Parameter report: the report of the alignment that made the judge.
  /// - Returns: the command, or `nil` if a built-in optimizer made the judge or if the report is
  ///   about another alignment.
  public func program(of report: Report) -> String? {
    guard let step = steps.last, step.base == report.base else { return nil }
    return step.program
  }
}
