import JudgeJSON
public import JudgeRecords

/// The form of a question's answer on a page: what a reviewer clicks or types.
public enum AnswerForm: Hashable, Sendable {
  /// One of some values.
  case choice([LabelQuestion.Choice])
  /// A list with any of some values.
  case choices([LabelQuestion.Choice])
  /// A number.
  case number(isWhole: Bool)
  /// A text.
  case text
  /// Any other JSON value.
  case json

  /// Decides on the form.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - body: the judge that answers it, or `nil`.
  public init(_ question: LabelQuestion, body: JudgeBody?) {
    let schema = body?.valueSchema
    let types = schema?["type"]?.stringValue.map { [$0] } ?? []
    if question.form == .choice {
      self = .choice(question.choices)
    } else if question.form == .number {
      self = .number(isWhole: body?.valueType == .int || types == ["integer"])
    } else if types == ["array"], let values = schema?["items"]?["enum"]?.arrayValue {
      self = .choices(
        values.map {
          LabelQuestion.Choice(value: $0, text: $0.stringValue ?? $0.canonicalText)
        })
    } else if schema == nil || types == ["string"] {
      self = .text
    } else {
      self = .json
    }
  }

  /// The word for the form in a page's data.
  public var name: String {
    switch self {
    case .choice: "choice"
    case .choices: "choices"
    case .number: "number"
    case .text: "text"
    case .json: "json"
    }
  }

  /// The values to choose from; empty for other forms.
  public var values: [LabelQuestion.Choice] {
    switch self {
    case .choice(let values), .choices(let values): values
    case .number, .text, .json: []
    }
  }
}
