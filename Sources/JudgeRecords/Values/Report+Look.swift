import JudgeJSON

extension Report {
  /// The most groups of one look, so that its record stays small.
  public static let mostGroupsOfLook = 20_000

  /// A look: a judge is measured on held-out groups of a question.
  ///
  /// It has no time and no author, so the same look of two clones is one record.
  ///
  /// - Parameters:
  ///   - groups: the hashes of the groups, as the split makes them.
  ///   - judge: the judge's body.
  ///   - feedbackName: the question.
  ///   - experiment: the experiment.
  /// - Returns: the report.
  public static func look(
    at groups: Set<String>, by judge: ContentID, feedbackName: String, experiment: ContentID
  ) -> Report {
    var report = Report(type: .look, experiment: experiment, feedbackName: feedbackName)
    report.judge = judge
    report.figures = ["groups": .array(groups.sorted().map { .string($0) })]
    return report
  }

  /// The hashes of the groups of a look; empty for another report.
  public var groupsOfLook: [String] {
    guard type == .look else { return [] }
    return figures["groups"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }
}
