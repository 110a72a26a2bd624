public import JudgeJSON
public import JudgeRecords

/// What a reviewer is asked, and with which keys it is answered.
public struct LabelQuestion: Hashable, Sendable {
  /// One of several answers.
  public struct Choice: Hashable, Sendable {
    /// The value that is stored.
    public let value: JSONValue
    /// The value for people.
    public let text: String
    /// The keys that choose it, a digit first.
    public let keys: [Character]

    /// The value's first letter, if a command already uses that key.
    ///
    /// Otherwise `nil`.
    public var takenLetter: Character? {
      text.lowercased().first.flatMap { LabelQuestion.reserved.contains($0) ? $0 : nil }
    }
  }

  /// How it is answered.
  public enum Form: Hashable, Sendable {
    /// By one key.
    case choice
    /// By a number that is typed.
    case number
    /// By a text that is typed.
    case text
  }

  /// The name of the labels.
  public let name: String
  /// The answers, if one key chooses; those beyond nine are typed.
  public let choices: [Choice]
  /// How it is answered.
  public let form: Form
  private let body: JudgeBody?

  /// The keys that do something else, so no answer has them.
  static let reserved: Set<Character> = ["s", "f", "u", "r", "g", "q", "j", "k", "v"]

  /// Makes the question of a judge.
  ///
  /// - Parameters:
  ///   - name: the name of the labels.
  ///   - body: the judge that answers it too; without one any text is an answer.
  public init(name: String, body: JudgeBody?) {
    self.name = name
    self.body = body
    var values = body?.values ?? []
    if values.isEmpty, body?.valueType == .bool { values = [true, false] }
    choices = Self.choices(values)
    if !values.isEmpty {
      form = .choice
    } else {
      switch body?.valueType {
      case .int, .float: form = .number
      default: form = .text
      }
    }
  }

  private static func choices(_ values: [JSONValue]) -> [Choice] {
    let texts = values.map { value in
      value.boolValue.map { $0 ? "yes" : "no" } ?? value.stringValue ?? value.canonicalText
    }
    let initials = texts.map { $0.lowercased().first }
    return values.indices.map { index in
      var keys: [Character] = []
      if index < 9 { keys.append(Character("\(index + 1)")) }
      // A letter is useful only if it stands for exactly one answer.
      if let letter = initials[index], letter.isLetter, !reserved.contains(letter),
        initials.count(where: { $0 == letter }) == 1
      {
        keys.append(letter)
      }
      return Choice(value: values[index], text: texts[index], keys: keys)
    }
  }

  /// The answer that a key chooses.
  ///
  /// - Parameter key: what was pressed; capitals are as small letters.
  /// - Returns: `nil` for a key of no answer.
  public func choice(for key: Character) -> Choice? {
    let small = key.lowercased().first ?? key
    return choices.first { $0.keys.contains(small) }
  }

  /// What a typed text means.
  ///
  /// - Parameter text: an answer in full or its key, a number, or any text, as the question has it.
  /// - Returns: the value, or `nil` if the text is not an answer.
  public func value(_ text: String) -> JSONValue? {
    if form == .choice {
      if let choice = choices.first(where: { $0.text.utf8.elementsEqual(text.utf8) }) {
        return choice.value
      }
      if let body, let value = try? body.value(matching: text) { return value }
      guard text.count == 1, let key = text.first else { return nil }
      return choice(for: key)?.value
    }
    guard !text.isEmpty else { return nil }
    guard let body else { return .string(text) }
    return try? body.value(matching: text)
  }

  /// What the question wants, for a prompt.
  public var wanted: String {
    switch form {
    case .choice: choices.map(\.text).joined(separator: ", ")
    case .number: body?.valueType == .int ? "a whole number" : "a number"
    case .text: "a text"
    }
  }

  /// A value for people, in the words of the answers.
  ///
  /// - Parameter value: any value.
  /// - Returns: its text.
  public func text(of value: JSONValue) -> String {
    choices.first { $0.value == value }?.text ?? value.stringValue ?? value.canonicalText
  }
}
