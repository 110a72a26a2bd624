import JudgeJSON

/// An answer in plain words, of a model that was asked for JSON.
struct PlainAnswer {
  /// The answer's lines.
  ///
  /// If it has a code fence, only the lines inside it.
  private let lines: [Substring]

  /// Takes an answer apart.
  ///
  /// - Parameter text: the answer; one that was meant to be JSON has no words. Fields of a judge's
  ///   instructions stand in two braces.
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

  /// What it says: the lines of a list, or all of the text.
  ///
  /// - Parameter isList: whether a list was asked for.
  /// - Returns: the texts or the text, or `nil` if there are none.
  func value(isList: Bool) -> JSONValue? {
    guard isList else {
      let text = lines.joined(separator: "\n").trimmed
      return text.isEmpty ? nil : .string(text)
    }
    let entries = lines.compactMap(Self.entry)
    return entries.isEmpty ? nil : .array(entries.map { .string($0) })
  }

  /// The text of a line that begins as one of a list does: `- `, `* `, `• `, `1. `, `1) `.
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
