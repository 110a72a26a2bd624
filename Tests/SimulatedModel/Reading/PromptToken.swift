/// A word, number, mark or line end of a text as a reader sees it, letters lowered.
struct PromptToken: Equatable {
  enum Kind { case word, number, mark, lineEnd, fence }

  let text: String
  let kind: Kind
  let traits: WordTraits
  let isBreak: Bool
  let endsSentence: Bool

  init(text: String, kind: Kind) {
    self.text = text
    self.kind = kind
    traits = kind == .word ? WordTraits.of(text) : []
    isBreak = kind == .lineEnd || kind == .fence
    endsSentence = isBreak || kind == .mark && (text == "." || text == "!" || text == "?")
  }

  var isQuote: Bool { text == "\"" || text == "'" || text == "`" || text == "*" }
}

/// Cuts text into tokens, undoing the escapes of JSON and XML, in which cases may be written.
///
/// A word of 16 or more hexadecimal digits is a fence: nobody reads it, it says where text that
/// is data begins and ends.
struct PromptTokenizer {
  private let bytes: [UInt8]
  private var at = 0
  private var tokens: [PromptToken] = []

  static func tokens(of text: String) -> [PromptToken] {
    var tokenizer = PromptTokenizer(bytes: Array(text.utf8))
    tokenizer.run()
    return tokenizer.tokens
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() {
    while at < bytes.count {
      let byte = bytes[at]
      if Self.isWord(byte) {
        word()
      } else if byte == 0x0a {
        add("\n", .lineEnd, 1)
      } else if byte == 0x5c {
        escape()
      } else if byte == 0x26, let (text, length) = entity() {
        add(text, .mark, length)
      } else if byte == 0xe2, at + 2 < bytes.count, bytes[at + 1] == 0x80 {
        typographic(bytes[at + 2])
      } else if byte <= 0x20 {
        at += 1
      } else if byte == 0x22, at + 2 < bytes.count, bytes[at + 1] == 0x21, bytes[at + 2] == 0x22 {
        // The mark itself is spoken of.
        add("\"!\"", .word, 3)
      } else if byte >= 0x80 {
        at += 1
      } else {
        add(String(UnicodeScalar(byte)), .mark, 1)
      }
    }
  }

  private mutating func add(_ text: String, _ kind: PromptToken.Kind, _ length: Int) {
    tokens.append(PromptToken(text: text, kind: kind))
    at += length
  }

  private mutating func word() {
    let start = at
    var letters: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      let isInner =
        (byte == 0x2d || byte == 0x27) && at + 1 < bytes.count && Self.isWord(bytes[at + 1])
        && at > start
      guard Self.isWord(byte) || isInner else { break }
      letters.append(byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)
      at += 1
    }
    let text = String(decoding: letters, as: UTF8.self)
    func all(_ isFit: (UInt8) -> Bool) -> Bool {
      for letter in letters where !isFit(letter) { return false }
      return true
    }
    var kind = PromptToken.Kind.word
    if letters[0] <= 0x39, all({ $0 >= 0x30 && $0 <= 0x39 }) { kind = .number }
    if letters.count >= 16,
      all({ $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66 })
    {
      kind = .fence
    }
    tokens.append(PromptToken(text: text, kind: kind))
  }

  private mutating func escape() {
    guard at + 1 < bytes.count else { return at += 1 }
    switch bytes[at + 1] {
    case 0x6e: add("\n", .lineEnd, 2)
    case 0x22: add("\"", .mark, 2)
    case 0x5c: at += 1
    default: at += 1
    }
  }

  private func entity() -> (String, Int)? {
    let names = [
      "&quot;": "\"", "&#34;": "\"", "&#39;": "'", "&apos;": "'", "&amp;": "&", "&lt;": "<",
      "&gt;": ">",
    ]
    for (name, text) in names.sorted(by: { $0.key < $1.key })
    where bytes[at...].starts(with: name.utf8) { return (text, name.utf8.count) }
    return nil
  }

  private mutating func typographic(_ last: UInt8) {
    switch last {
    case 0x9c, 0x9d: add("\"", .mark, 3)
    case 0x98, 0x99: add("'", .mark, 3)
    case 0x93, 0x94: add("-", .mark, 3)
    case 0xa6: add(".", .mark, 3)
    default: at += 3
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x61 && byte <= 0x7a || byte >= 0x41 && byte <= 0x5a || byte >= 0x30 && byte <= 0x39
      || byte == 0x5f || byte >= 0xc3 && byte != 0xe2
  }
}
