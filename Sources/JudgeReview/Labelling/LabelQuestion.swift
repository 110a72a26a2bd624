public import JudgeJSON
public import JudgeRecords

/// A question for reviewers, with the allowed answers.
public struct LabelQuestion: Hashable, Sendable {
  /// One of several allowed answers.
  public struct Choice: Hashable, Sendable {
    /// The value that is stored.
    public let value: JSONValue
    /// The value in readable form.
    public let text: String
  }

  /// The kind of the answer.
  public enum Form: Hashable, Sendable {
    /// One of ``LabelQuestion/choices``.
    case choice
    /// A number.
    case number
    /// A text.
    case text
  }

  /// The name of the labels.
  public let name: String
  /// The allowed answers; empty if the answer is a number or a text.
  public let choices: [Choice]
  /// The kind of the answer.
  public let form: Form
  private let body: JudgeBody?

  /// Creates a question.
  ///
  /// - Parameters:
  ///   - name: the name of the labels.
  ///   - body: the judge of the same question, or `nil`. Without a judge, any text is an answer.
  public init(name: String, body: JudgeBody?) {
    self.name = name
    self.body = body
    var values = body?.values ?? []
    if values.isEmpty, body?.valueType == .bool { values = [true, false] }
    choices = values.map { Choice(value: $0, text: Self.text($0)) }
    if !values.isEmpty {
      form = .choice
    } else {
      switch body?.valueType {
      case .int, .float: form = .number
      default: form = .text
      }
    }
  }

  private static func text(_ value: JSONValue) -> String {
    value.boolValue.map { $0 ? "yes" : "no" } ?? value.stringValue ?? value.canonicalText
  }

  /// Returns the value that a text stands for.
  ///
  /// - Parameter text: an answer as the question shows it, or as the judge would write it.
  /// - Returns: the value, or `nil` if the text is not an answer.
  public func value(_ text: String) -> JSONValue? {
    if let choice = choices.first(where: { $0.text.utf8.elementsEqual(text.utf8) }) {
      return choice.value
    }
    guard !text.isEmpty || form == .choice else { return nil }
    guard let body else { return .string(text) }
    return try? body.value(matching: text)
  }

  /// The allowed answers, for a prompt.
  public var wanted: String {
    switch form {
    case .choice: choices.map(\.text).joined(separator: ", ")
    case .number: body?.valueType == .int ? "a whole number" : "a number"
    case .text: "a text"
    }
  }

  /// Returns a value in readable form, in the words of the answers.
  ///
  /// - Parameter value: any value.
  /// - Returns: its text.
  public func text(of value: JSONValue) -> String {
    choices.first { $0.value == value }?.text ?? value.stringValue ?? value.canonicalText
  }
}
