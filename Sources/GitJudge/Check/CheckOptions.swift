public import JudgeEvaluation
public import JudgeInterchange

/// Options for how `check` reads a table.
public struct CheckOptions: Sendable {
  /// The column of the judge's verdicts; `nil` to find it by its name.
  public var judge: String?
  /// The columns of people's labels, one per person; empty to find them by their names.
  public var humans: [String] = []
  /// The column that names the person, if each label has its own row.
  public var rater: String?
  /// The column of the case's key.
  public var id: String?
  /// The column that groups related cases, such as those of one conversation.
  public var group: String?
  /// The columns of the case's text, in the order of display; empty to find them.
  public var texts: [String] = []
  /// The column of the judge's reasons.
  public var judgeReason: String?
  /// The columns of people's reasons, in the order of ``humans``.
  public var humanReasons: [String] = []
  /// `FROM=TO` for values that mean the same; `>=0.5=pass` for numbers.
  public var labelMap: [String] = []
  /// The values that pass, or one comparison such as `>=4`.
  public var passing: [String] = []
  /// The values from low to high.
  public var ordered: [String] = []
  /// The bars that the lower bounds must reach.
  public var bars = FitForUse.Bars()
  /// The file's format; `nil` to detect it.
  public var format: CaseTable.Format?

  /// Creates options with which every column is found by its name.
  public init() {}
}
