import JudgeJSON

/// A plain-text answer of a model that was asked for JSON.
struct PlainAnswer {
  /// The lines of the answer.
  ///
  /// If the answer has a code fence, only the lines inside it.
  private let lines: [Substring]

  /// Parses an answer.
  ///
  /// - Parameter text: the answer; it has no plain text if it was meant to be JSON. Fields of a
  ///   judge's instructions are in double braces.
  init(_ text: String) {
    let start = text.trimmed
    guard !text.contains("{\""), !start.hasPrefix("{") || start.hasPrefix("{{") else {
      lines = []
      return
    }
    let all = text.split(whereSeparator: \.isNewline)
    let fences = all.indices.filter { all[$0].hasPrefix("```") }
    if let first = fences.first, let last = fences.last, first + 1 < last {
      lines = Array(all[(first + 1)..<last])
    } else {
      lines = all
    }
  }

  /// Returns the content: the lines of a list, or all of the text.
  ///
  /// - Parameter isList: whether the model was asked for a list.
  /// - Returns: the texts or the text, or `nil` if there is none.
  func value(isList: Bool) -> JSONValue? {
    guard isList else {
      let text = lines.joined(separator: "\n").trimmed
      return text.isEmpty ? nil : .string(text)
    }
    let entries = lines.compactMap(Self.entry)
    return entries.isEmpty ? nil : .array(entries.map { .string($0) })
  }

  /// Returns the text of a line that begins like a list entry: `- `, `* `, `• `, `1. `, `1) `.
  private static func entry(_ line: Substring) -> String? {
    let line = line.drop(while: \.isWhitespace)
    let number = line.prefix { $0.isASCII && $0.isNumber }
    let mark = line.dropFirst(number.count).first
    let isEntry = number.isEmpty ? mark.map("-*•".contains) : mark.map(".)".contains)
    let rest = line.dropFirst(number.count + 1)
    guard isEntry == true, rest.first?.isWhitespace == true else { return nil }
    let text = String(rest).trimmed
    return text.isEmpty ? nil : text
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    String(
      drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
