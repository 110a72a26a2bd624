import JudgeProviders

/// Recognizes hidden content in entries of the call cache.
///
/// An entry of this version names the traces that it is about. A search in the decoded texts finds
/// entries of earlier versions, prompts about several traces, and guidelines that quote a trace.
/// The search skips the names of an entry's own members, and the fixed words of a prompt. Otherwise
/// a redaction of a trace with the text `response` would delete every entry.
struct HiddenContent {
  private let subjects: Set<String>
  /// Texts of more than one plain word, which are specific enough to count anywhere.
  private let quotes: NeedleSet
  /// Texts that count only as the whole of a value.
  private let values: Set<String>

  /// Collects the hidden content.
  ///
  /// - Parameters:
  ///   - texts: the texts of hidden records.
  ///   - subjects: the ids of hidden traces, and `content:` with the hash of their content.
  init(_ texts: RedactedText, subjects: Set<String>) {
    self.subjects = subjects
    let quoted = texts.passages.filter { !Self.isPlainWord($0) }
    let needles = quoted.flatMap { text in
      let plain = EscapedText.decoded(Array(text.utf8))
      return plain == Array(text.utf8) ? [plain] : [plain, Array(text.utf8)]
    }
    quotes = NeedleSet(needles)
    values = texts.passages.filter(Self.isPlainWord)
      .union(texts.values.filter { !Self.isPlainWord($0) })
  }

  /// Returns whether a file of the cache holds hidden content.
  func isIn(_ content: CallCache.Content) -> Bool {
    switch content {
    case .unreadable(let bytes): return isQuoted(bytes) || holdsValue(bytes)
    case .entry(let texts):
      if texts.subjects.contains(where: subjects.contains) { return true }
      if let embedded = texts.embedded, isShown(in: Array(embedded.utf8)) { return true }
      if let answer = texts.answer, isQuoted(Array(answer.utf8)) { return true }
      return texts.messages.contains { message in
        let parts = PromptParts(message)
        return isQuoted(parts.words) || parts.data.contains(where: isShown)
      }
    }
  }

  /// Returns whether data of a prompt shows hidden content.
  private func isShown(in data: [UInt8]) -> Bool { isQuoted(data) || isValue(data) }

  private func isQuoted(_ bytes: [UInt8]) -> Bool {
    if quotes.isIn(bytes) { return true }
    guard bytes.contains(UInt8(ascii: "\\")) else { return false }
    return quotes.isIn(EscapedText.decoded(bytes))
  }

  /// Returns whether data, a line of it after its name, or a JSON text in it is one of the values.
  private func isValue(_ data: [UInt8]) -> Bool {
    guard !values.isEmpty else { return false }
    let text = String(decoding: data, as: UTF8.self)
    if values.contains(text) || holdsValue(data) { return true }
    return text.split(whereSeparator: \.isNewline).contains { line in
      values.contains(String(line)) || values.contains { line.hasSuffix(": " + $0) }
    }
  }

  private func holdsValue(_ bytes: [UInt8]) -> Bool {
    guard !values.isEmpty else { return false }
    let text = String(decoding: EscapedText.decoded(bytes), as: UTF8.self)
    return values.contains { text.contains("\"\($0)\"") }
  }

  /// Returns whether a text is one lower-case word, like the names of fields.
  private static func isPlainWord(_ text: String) -> Bool {
    text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-")
    }
  }
}
