import GitJudge

/// The keys that answer a question in the terminal.
struct AnswerKeys: Hashable {
  /// The keys of commands, which are not used for answers.
  private static let reserved: Set<Character> = ["s", "f", "u", "r", "g", "q", "j", "k", "v"]

  let question: LabelQuestion
  /// The keys of each of the question's choices, with the digit first.
  ///
  /// A choice after the ninth may have no key; the reviewer types it.
  let keys: [[Character]]

  init(_ question: LabelQuestion) {
    self.question = question
    let initials = question.choices.map { $0.text.lowercased().first }
    keys = initials.indices.map { index in
      var keys: [Character] = []
      if index < 9 { keys.append(Character("\(index + 1)")) }
      // A letter is useful only if it stands for exactly one answer.
      if let letter = initials[index], letter.isLetter, !Self.reserved.contains(letter),
        initials.count(where: { $0 == letter }) == 1
      {
        keys.append(letter)
      }
      return keys
    }
  }

  /// Returns the answer that a key selects.
  ///
  /// - Parameter key: a key; capital letters count as small letters.
  /// - Returns: the choice, or `nil` if the key selects no answer.
  func choice(for key: Character) -> LabelQuestion.Choice? {
    let small = key.lowercased().first ?? key
    return keys.firstIndex { $0.contains(small) }.map { question.choices[$0] }
  }

  /// Returns the value that a typed text stands for: an answer in full, or its key.
  ///
  /// - Parameter text: the typed text.
  /// - Returns: the value, or `nil` if the text is not an answer.
  func value(_ text: String) -> JSONValue? {
    if let value = question.value(text) { return value }
    guard text.count == 1, let key = text.first else { return nil }
    return choice(for: key)?.value
  }

  /// Returns the first letter of a choice, if a command uses that key.
  ///
  /// - Parameter choice: one of the question's choices.
  /// - Returns: the letter, or `nil` if no command uses it.
  func takenLetter(of choice: LabelQuestion.Choice) -> Character? {
    choice.text.lowercased().first.flatMap { Self.reserved.contains($0) ? $0 : nil }
  }
}
