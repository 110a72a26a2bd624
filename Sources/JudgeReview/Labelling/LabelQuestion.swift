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
  /// Whether the choices are not those of the judge, which takes any text.
  private let isOffered: Bool

  /// Creates a question.
  ///
  /// - Parameters:
  ///   - name: the name of the labels.
  ///   - body: the judge of the same question, or `nil`. Without a judge, any text is an answer.
  ///   - offered: the answers to choose from if any text is one.
  public init(name: String, body: JudgeBody?, offered: [String] = []) {
    self.name = name
    self.body = body
    var values = body?.choices ?? []
    isOffered = values.isEmpty && !offered.isEmpty
    if isOffered { values = offered.map { .string($0) } }
    if values.isEmpty, body?.valueType == .bool { values = [true, false] }
    choices = values.map { Choice(value: $0, text: Self.text($0)) }
    if !values.isEmpty {
      form = .choice
    } else {
      form = body?.isNumeric == true ? .number : .text
    }
  }

  private static func text(_ value: JSONValue) -> String {
    if value.isNull { return "none" }
    return value.boolValue.map { $0 ? "yes" : "no" } ?? value.stringValue ?? value.canonicalText
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
    if isOffered {
      let near = choices.filter { $0.text.lowercased() == text.lowercased() }
      return near.count == 1 ? near[0].value : nil
    }
    guard let body else { return .string(text) }
    return try? body.value(matching: text)
  }

  /// The allowed answers, for a prompt.
  public var wanted: String {
    switch form {
    case .choice: choices.map(\.text).joined(separator: ", ")
    case .number, .text: body?.wantedValues ?? "a text"
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
