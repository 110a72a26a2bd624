/// The counts of one pass over a text, and its words.
struct TextProfile {
  /// Lower-case words in order, as numbers of a ``Vocabulary``.
  private(set) var words: [Int] = []
  private(set) var scalars = 0
  private(set) var wordScalars = 0
  private(set) var sentences = 0
  private(set) var lines = 0
  private(set) var listItems = 0
  private(set) var markdown = 0
  private(set) var digits = 0
  private(set) var marks = 0
  private(set) var capitals = 0
  private(set) var questions = 0
  private(set) var exclamations = 0

  init(_ text: String, vocabulary: inout Vocabulary) {
    let source = text.unicodeScalars.map(\.value)
    scalars = source.count
    countCharacters(source)
    countLines(source)
    splitWords(source, &vocabulary)
  }

  private mutating func countCharacters(_ source: [UInt32]) {
    var terminated = false
    for (index, scalar) in source.enumerated() {
      switch ScalarClass(scalar) {
      case .space:
        if terminated { sentences += 1 }
        terminated = false
      case .digit:
        digits += 1
        terminated = false
      case .letter, .ideograph:
        if ScalarClass.lowercased(scalar) != scalar { capitals += 1 }
        terminated = false
      case .mark:
        marks += 1
        switch scalar {
        case 0x3F, 0xFF1F: questions += 1
        case 0x21, 0xFF01: exclamations += 1
        case 0x60, 0x7C: markdown += 1
        case 0x2A where index + 1 < source.count && source[index + 1] == 0x2A: markdown += 1
        default: break
        }
        // A full-width stop ends a sentence without a space; a closing quote keeps it ended.
        if scalar == 0x3002 || scalar == 0xFF1F || scalar == 0xFF01 {
          sentences += 1
        } else if scalar == 0x2E || scalar == 0x21 || scalar == 0x3F {
          terminated = true
        } else if scalar != 0x22 && scalar != 0x27 && scalar != 0x29 && scalar != 0x201D {
          terminated = false
        }
      }
    }
    if terminated { sentences += 1 }
  }

  private mutating func countLines(_ source: [UInt32]) {
    for line in source.split(separator: 0x0A) {
      guard let start = line.firstIndex(where: { !Self.isSpace($0) }) else { continue }
      lines += 1
      if line[start] == 0x23 { markdown += 1 }
      if Self.opensListItem(line[start...]) { listItems += 1 }
    }
  }

  /// Returns whether a line begins with `- `, `* `, `• `, `12. ` or `12) `.
  private static func opensListItem(_ line: ArraySlice<UInt32>) -> Bool {
    var rest = line
    guard let first = rest.popFirst() else { return false }
    if first == 0x2D || first == 0x2A || first == 0x2022 { return rest.first.map(isSpace) ?? false }
    guard (0x30...0x39).contains(first) else { return false }
    while let next = rest.first, (0x30...0x39).contains(next) { rest.removeFirst() }
    guard let close = rest.popFirst(), close == 0x2E || close == 0x29 else { return false }
    return rest.first.map(isSpace) ?? false
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    if case .space = ScalarClass(scalar) { true } else { false }
  }

  /// Adds the runs of letters and digits; an apostrophe between two of them belongs to the word.
  private mutating func splitWords(_ source: [UInt32], _ vocabulary: inout Vocabulary) {
    var word: [UInt32] = []
    var apostrophe = false
    func finish(_ profile: inout TextProfile, _ vocabulary: inout Vocabulary) {
      guard !word.isEmpty else { return }
      profile.words.append(vocabulary.number(of: word))
      profile.wordScalars += word.count
      word.removeAll(keepingCapacity: true)
    }
    for scalar in source {
      switch ScalarClass(scalar) {
      case .letter, .digit:
        if apostrophe && !word.isEmpty { word.append(0x27) }
        apostrophe = false
        word.append(ScalarClass.lowercased(scalar))
      case .ideograph:
        finish(&self, &vocabulary)
        word.append(scalar)
        finish(&self, &vocabulary)
        apostrophe = false
      case .mark where (scalar == 0x27 || scalar == 0x2019) && !apostrophe && !word.isEmpty:
        apostrophe = true
      case .mark, .space:
        finish(&self, &vocabulary)
        apostrophe = false
      }
    }
    finish(&self, &vocabulary)
  }
}
