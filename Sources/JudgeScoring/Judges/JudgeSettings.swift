import JudgeJSON
package import JudgeRecords

/// What stands in a body's `settings`, by name.
package enum JudgeSettings {
  /// The built-in judge that a body comes from; its fields are then read as chat APIs write them.
  package static let builtIn = "builtin"
  /// Names of expectations, of which the row must have one.
  package static let needs = "needs"
  /// Fields that may be missing.
  package static let optional = "optional"
  /// `chunk` if each retrieved document is judged on its own.
  package static let per = "per"
  /// How expected tool calls are compared: `model`, `exact`, `ordered`.
  package static let match = "match"
}

extension JudgeBody {
  /// Texts of a list in the settings.
  package func settingList(_ key: String) -> [String] {
    settings[key]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// Whether each retrieved document is judged on its own.
  package var isPerChunk: Bool {
    if form == .promptMetric {
      return settings[PromptMetric.assessmentTypeKey]?.stringValue == PromptMetric.retrieval
    }
    return settings[JudgeSettings.per]?.stringValue == "chunk"
  }
}
