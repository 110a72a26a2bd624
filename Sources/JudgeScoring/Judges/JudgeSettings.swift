import JudgeJSON
package import JudgeRecords

/// The names of members in a body's `settings`.
package enum JudgeSettings {
  /// The built-in judge that a body comes from; its fields are then read in the formats of chat
  /// APIs.
  package static let builtIn = "builtin"
  /// The names of expectations of which the row must have at least one.
  package static let needs = "needs"
  /// Fields that may be missing.
  package static let optional = "optional"
  /// `chunk` if each retrieved document is judged separately.
  package static let per = "per"
  /// The comparison of expected tool calls: `model`, `exact`, `ordered`.
  package static let match = "match"
}

extension JudgeBody {
  /// Returns the texts of a list in the settings.
  package func settingList(_ key: String) -> [String] {
    settings[key]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// Whether each retrieved document is judged separately.
  package var isPerChunk: Bool {
    if form == .promptMetric {
      return settings[PromptMetric.assessmentTypeKey]?.stringValue == PromptMetric.retrieval
    }
    return settings[JudgeSettings.per]?.stringValue == "chunk"
  }
}
