public import JudgeRecords

/// The versions of a question's guideline: the one in force, and those that labels name.
public struct GuidelineVersions: Sendable {
  /// The guideline in force.
  public let current: LabelGuideline
  /// The version in force.
  public let currentHash: ContentID
  /// The texts of the question's rubrics, replaced ones too.
  ///
  /// Labels of earlier programs name a rubric and no version.
  private let rubrics: [ContentID: String]

  init(current: LabelGuideline, rubrics: [ContentID: String] = [:]) {
    self.current = current
    currentHash = current.hash
    self.rubrics = rubrics
  }

  /// The version of a label from what its metadata says, or `nil` if it is unknown.
  ///
  /// - Parameters:
  ///   - guideline: the version that the label names.
  ///   - rubric: the rubric's record that it names. Without a version, its text with the values of
  ///     today is taken for the guideline.
  /// - Returns: the version.
  func version(guideline: ContentID?, rubric: ContentID?) -> ContentID? {
    if let guideline { return guideline }
    guard let rubric else { return nil }
    guard let text = rubrics[rubric] else { return rubric }
    return LabelGuideline(text: text, values: current.values, valueType: current.valueType).hash
  }

  /// The version that a label was given under, or `nil` if it is unknown.
  public func version(of label: Assessment) -> ContentID? {
    version(guideline: label.guideline, rubric: label.rubric)
  }

  /// Whether a label is known to be of another version than the current one.
  public func isOlder(_ label: Assessment) -> Bool {
    version(of: label).map { $0 != currentHash } ?? false
  }

  /// Whether a label still says what it says, so that the same label again adds nothing.
  ///
  /// A person who gives the label again under another guideline confirms it for that one. If there is
  /// no text, nothing is confirmed.
  func holds(_ label: Assessment) -> Bool {
    guard let version = version(of: label) else { return current.isEmpty }
    return version == currentHash
  }

  /// A version in a few words, for tables and messages.
  func text(of version: ContentID?) -> String {
    guard let version else { return "unknown" }
    return version.prefix(12) + (version == currentHash ? " (current)" : "")
  }
}
