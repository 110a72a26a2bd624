import GitJudge

/// Questions, answers and retrieved documents, made up.
enum Rows {
  static let all: [Trace] = [
    row("reset", "How do I reset my password?", "Open Settings and choose Reset password."),
    row("invoice", "Where are my invoices?", "Under Billing. Or call Aiko at +81 3-5555-0100."),
    row("export", "Can I export my data?", "Yes, as CSV, under Settings."),
  ]

  private static func row(_ id: String, _ question: String, _ answer: String) -> Trace {
    Trace.row(
      id, inputs: ["messages": [["role": "user", "content": .string(question)]]],
      outputs: .string(answer), expectations: ["expected_response": .string(answer)],
      retrievedContext: [
        ["doc_uri": .string("docs/\(id).md"), "content": .string("About: \(answer)")],
        ["doc_uri": "docs/cookies.md", "content": "About cookies and other legal matters."],
      ])
  }
}
