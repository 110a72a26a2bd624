extension BuiltInCatalog {
  /// Checks that need no model.
  static let checks: [Entry] = [
    Entry(
      name: "regex_match", summary: "Does the response match a regular expression?",
      level: .check),
    Entry(
      name: "pii_detection", summary: "Is the response free of personal data?", level: .check),
    Entry(
      name: "response_length", summary: "Is the response neither too short nor too long?",
      level: .check),
    Entry(
      name: "document_recall", summary: "Which share of the expected documents was retrieved?",
      level: .check, expectations: ["expected_retrieved_context"], values: [], pass: []),
  ]
}
