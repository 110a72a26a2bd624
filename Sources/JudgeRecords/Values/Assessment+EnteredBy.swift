import JudgeJSON

extension Assessment {
  /// The metadata key of ``enteredBy``.
  package static let enteredByKey = "entered_by"

  /// The program that typed the label, such as a coding agent; `nil` if its source did.
  ///
  /// Such a label is kept and listed, and is nobody's vote: a judge would be aligned to another
  /// program.
  public var enteredBy: String? {
    guard let name = metadata[Self.enteredByKey]?.stringValue, !name.isEmpty else { return nil }
    return name
  }
}
