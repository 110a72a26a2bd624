public import JudgeRecords

/// The versions of a question's guideline: the one in force, and those named by labels.
public struct GuidelineVersions: Sendable {
  /// The guideline in force.
  public let current: LabelGuideline
  /// The version in force.
  public let currentHash: ContentID
  /// The texts of the question's rubrics, including replaced ones.
  ///
  /// Labels from earlier programs name a rubric but not a version.
  private let rubrics: [ContentID: String]

  init(current: LabelGuideline, rubrics: [ContentID: String] = [:]) {
    self.current = current
    currentHash = current.hash
    self.rubrics = rubrics
  }

  /// Returns the version of a label by its metadata, or `nil` if it is unknown.
  ///
  /// - Parameters:
  ///   - guideline: the version that the label names.
  ///   - rubric: the rubric record that the label names. If the label does not name a version, this
  ///     rubric's text and the current values count as its guideline.
  /// - Returns: the version.
  func version(guideline: ContentID?, rubric: ContentID?) -> ContentID? {
    if let guideline { return guideline }
    guard let rubric else { return nil }
    guard let text = rubrics[rubric] else { return rubric }
    return LabelGuideline(text: text, values: current.values, valueType: current.valueType).hash
  }

  /// Returns the version under which a label was given, or `nil` if it is unknown.
  public func version(of label: Assessment) -> ContentID? {
    version(guideline: label.guideline, rubric: label.rubric)
  }

  /// Returns whether a label is known to have a version other than the current one.
  public func isOlder(_ label: Assessment) -> Bool {
    version(of: label).map { $0 != currentHash } ?? false
  }

  /// Returns whether a label was given under the current guideline.
  ///
  /// If it was, a person who gives the same label again adds no record. Otherwise the new record
  /// confirms the label for the current guideline. A label without a version counts as current only
  /// if the question has no guideline.
  func holds(_ label: Assessment) -> Bool {
    guard let version = version(of: label) else { return current.isEmpty }
    return version == currentHash
  }

  /// Describes a version in a few words, for tables and messages.
  func text(of version: ContentID?) -> String {
    guard let version else { return "unknown" }
    return version.prefix(12) + (version == currentHash ? " (current)" : "")
  }
}
