import JudgeJSON

extension Assessment {
  /// The metadata key of ``enteredBy``.
  package static let enteredByKey = "entered_by"

  /// The program that entered the label, such as a coding agent, or `nil` if its source entered it.
  ///
  /// Such a label is kept and listed, but does not count as a vote. Otherwise a judge would be
  /// aligned to another program.
  public var enteredBy: String? {
    guard let name = metadata[Self.enteredByKey]?.stringValue, !name.isEmpty else { return nil }
    return name
  }
}
