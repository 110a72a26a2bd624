import JudgeWork

/// A text in braces that looks like a placeholder and is none, so that it would reach the model as
/// text: `{{ inputs.question }}`, `{{ inputs | tojson }}`, `{ inputs }`.
struct StrayPlaceholder: Hashable {
  /// The text with its braces.
  let text: String
  /// The line, from 1.
  let line: Int
  /// The placeholder that was probably meant, with its braces.
  let near: String?

  /// A way of writing placeholders.
  enum Style {
    /// `{{ inputs }}`, in instructions.
    case instructions
    /// `{request}`, in prompt metrics.
    case promptMetric

    /// The placeholders.
    var names: [String] {
      switch self {
      case .instructions: InstructionsTemplate.knownVariables
      case .promptMetric: PromptMetric.variables
      }
    }

    /// Returns a name as it is written.
    func written(_ name: String) -> String {
      switch self {
      case .instructions: "{{ \(name) }}"
      case .promptMetric: "{\(name)}"
      }
    }

    /// Returns the placeholder that a word means, which may be another tool's word for it.
    func near(_ word: String) -> String? {
      let word = word.lowercased()
      let pairs = [
        ("inputs", "request"), ("outputs", "response"), ("expectations", "expected_response"),
      ]
      let other = pairs.first { $0.0 == word || $0.1 == word }
      if names.contains(word) { return written(word) }
      if let other { return written(self == .instructions ? other.0 : other.1) }
      return Misspelling.nearest(to: word, among: names).map(written)
    }
  }

  /// The names that both styles have, by which a text in braces is recognized.
  private static let known = Set(InstructionsTemplate.knownVariables + PromptMetric.variables)
  /// The number of bytes in which a closing brace is looked for.
  private static let longest = 120

  /// Returns the first stray placeholder of a text.
  static func first(in text: String, _ style: Style) -> StrayPlaceholder? {
    let bytes = Array(text.utf8)
    var place = 0
    while let open = bytes[place...].firstIndex(of: UInt8(ascii: "{")) {
      if style == .instructions, let (_, end) = InstructionsTemplate.placeholder(bytes, at: open) {
        place = end
        continue
      }
      // As in the template, the last two of three braces may open a placeholder.
      place = open + 1
      guard let braces = Braces(bytes, at: open) else { continue }
      let isStray =
        switch (style, braces.isDouble) {
        case (.instructions, true): braces.isExpression
        case (.instructions, false): braces.namesField
        case (.promptMetric, true): braces.isExpression && braces.mentionsField
        case (.promptMetric, false): braces.namesField && !braces.isPlain || braces.isUnknownWord
        }
      guard isStray else { continue }
      let near = braces.words.lazy.compactMap(style.near).first
      return StrayPlaceholder(
        text: String(decoding: bytes[open..<braces.end], as: UTF8.self),
        line: 1 + bytes[..<open].count { $0 == 0x0a }, near: near)
    }
    return nil
  }

  /// Refuses a text with a stray placeholder.
  ///
  /// - Parameters:
  ///   - text: the instructions or the prompt.
  ///   - style: how it writes placeholders.
  /// - Throws: `JudgeFailure` that quotes the stray placeholder and names the near one.
  static func check(_ text: String, _ style: Style) throws(JudgeFailure) {
    guard let stray = first(in: text, style) else { return }
    let what = style == .instructions ? "instructions" : "prompt"
    let known = style.names.map(style.written).joined(separator: ", ")
    throw JudgeFailure(
      .invalid, "line \(stray.line) of the \(what) has \(stray.text), which is not a placeholder",
      remedy: .advice(
        (stray.near.map { "did you mean \($0)? " } ?? "")
          + "judges know \(known); to show braces as text, write a space between them"))
  }

  /// The text between an opening brace and the next brace.
  private struct Braces {
    let isDouble: Bool
    /// The position after the closing braces, or after the content if there are none.
    let end: Int
    private let isClosed: Bool
    /// Whether the content begins as a statement of a template, `{% if inputs %}`.
    private let isBlock: Bool
    private let content: Substring
    /// The byte before the braces, or a space.
    private let before: UInt8

    /// Reads the text after a brace, or returns `nil` if the next brace follows at once.
    init?(_ bytes: [UInt8], at open: Int) {
      isDouble = open + 1 < bytes.count && bytes[open + 1] == UInt8(ascii: "{")
      let contentStart = open + (isDouble ? 2 : 1)
      isBlock = contentStart < bytes.count && bytes[contentStart] == UInt8(ascii: "%")
      let rest = bytes[contentStart...].prefix(StrayPlaceholder.longest)
      let inside = rest.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") }
      if inside.isEmpty, rest.first == UInt8(ascii: "{") || rest.isEmpty { return nil }
      let closing = bytes[inside.endIndex...].prefix(2).prefix { $0 == UInt8(ascii: "}") }
      end = closing.isEmpty ? inside.endIndex : closing.endIndex
      isClosed = !closing.isEmpty
      var trimmed = String(decoding: inside, as: UTF8.self)[...]
      func isPadding(_ character: Character) -> Bool {
        character.isWhitespace || "-+~%#/&>^!".contains(character)
      }
      while let first = trimmed.first, isPadding(first) { trimmed.removeFirst() }
      while let last = trimmed.last, isPadding(last) { trimmed.removeLast() }
      content = trimmed
      before = open > 0 ? bytes[open - 1] : 0x20
    }

    /// The words of the content.
    var words: [String] {
      content.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    }

    var mentionsField: Bool { words.contains { StrayPlaceholder.known.contains($0.lowercased()) } }

    private var leadingWord: Substring {
      content.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    }

    /// Whether the content of double braces is empty, a name, or an expression about one.
    var isExpression: Bool {
      guard isClosed else { return StrayPlaceholder.known.contains(String(leadingWord)) }
      if content.isEmpty { return true }
      // `{{"inputs": 1}}` is JSON of a text that doubles its braces.
      if let first = content.first, first == "\"" || first == "'" {
        return content.dropFirst().dropLast().allSatisfy { $0.isLetter || $0 == "_" }
          && mentionsField
      }
      if mentionsField { return true }
      guard let first = leadingWord.first, !first.isNumber else { return false }
      let next = content.dropFirst(leadingWord.count).drop { $0.isWhitespace }.first
      return next.map { !":=,".contains($0) } ?? true
    }

    /// Whether the content of single braces is a field of a case, or a part of one.
    var namesField: Bool {
      if isBlock { return isClosed && mentionsField }
      guard isClosed, StrayPlaceholder.known.contains(leadingWord.lowercased()) else {
        return false
      }
      let rest = content.dropFirst(leadingWord.count).drop { $0.isWhitespace }
      return rest.first.map { ".[!|".contains($0) } ?? true
    }

    /// Whether the content is a placeholder of a prompt metric.
    var isPlain: Bool { PromptMetric.variables.contains(String(content)) }

    /// Whether the content is a single word that is not a placeholder, outside of formulas and code
    /// such as `x_{max}`, `\text{total}` and `${HOME}`.
    var isUnknownWord: Bool {
      guard isClosed, content.count > 1, content == leadingWord, !isPlain,
        content.first?.isNumber == false
      else { return false }
      return
        !(before >= 0x80 || "_^{}$\\)".utf8.contains(before) || (0x30...0x39).contains(before)
        || (0x41...0x5a).contains(before & 0xdf))
    }
  }
}
