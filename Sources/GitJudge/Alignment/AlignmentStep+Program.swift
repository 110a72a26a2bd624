public import JudgeRecords

extension AlignmentStep {
  /// The command of the program that did the step; `nil` if a built-in optimizer did it.
  public var program: String? {
    guard optimizer == ProgramOptimizer.stepName else { return nil }
    let command = settings["command"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return command.isEmpty ? nil : command.joined(separator: " ")
  }

  /// The optimizer's name, and the program's command if it is one.
  public var title: String { program.map { "\(optimizer) \($0)" } ?? optimizer }
}

extension JudgeBody {
  /// The command of the program that made this judge.
  ///
  /// - Parameter report: the report of the alignment that made it.
  /// - Returns: the command; `nil` if a built-in optimizer made it, or the report is about
  ///   another alignment.
  public func program(of report: Report) -> String? {
    guard let step = steps.last, step.base == report.base else { return nil }
    return step.program
  }
}
