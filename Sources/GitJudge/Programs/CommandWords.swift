/// The parts of a command's words that may be paths or modules; files are not looked at.
enum CommandWords {
  /// The maximum depth of commands within commands, such as `sh -c "sh -c '…'"`.
  private static let mostLevels = 4

  /// The characters that separate a path from the rest of a word.
  private static let marks = Set("\"'`;&|()<>{}$!,:=".utf8)

  /// Returns the possible paths in a word: the word, the values in it, and a shell command's words.
  static func parts(of word: String) -> [String] {
    var found: [String] = []
    add(word, to: &found, level: 0)
    var seen: Set<String> = []
    return found.filter { !$0.isEmpty && !$0.utf8.contains(0) && seen.insert($0).inserted }
  }

  private static func add(_ word: String, to found: inout [String], level: Int) {
    addReadings(of: word, to: &found)
    let pieces = split(word)
    if pieces.count > 1 || pieces.first != word {
      for piece in pieces { addReadings(of: piece, to: &found) }
    }
    guard level < mostLevels else { return }
    let words = ShellWords.words(in: word)
    guard words != [word] else { return }
    for inner in words { add(inner, to: &found, level: level + 1) }
  }

  /// Adds a word, and its rest without an option's letter, a name or a variable.
  private static func addReadings(of word: String, to found: inout [String]) {
    found.append(word)
    if word.hasPrefix("@") || word.hasPrefix("!") { found.append(String(word.dropFirst())) }
    if word.hasPrefix("-"), !word.hasPrefix("--") { found.append(String(word.dropFirst(2))) }
    if let equals = word.firstIndex(of: "=") {
      let value = String(word[word.index(after: equals)...])
      found.append(value)
      found += variables(in: value)
    }
    found += variables(in: word)
    let current = "/proc/self/cwd/"
    if word.hasPrefix(current) { found.append(String(word.dropFirst(current.count))) }
  }

  private static func split(_ word: String) -> [String] {
    word.utf8.split { $0 <= 0x20 || marks.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Replaces the variables of the shell in a word.
  ///
  /// Returns the word as a pattern in which each variable matches any text, and the text after the
  /// first variable.
  private static func variables(in word: String) -> [String] {
    guard word.contains("$") else { return [] }
    var pattern = ""
    var rest = word[...]
    var tail: Substring?
    while let dollar = rest.firstIndex(of: "$") {
      pattern += rest[..<dollar] + "*"
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "{" || rest.first == "(" {
        let close: Character = rest.first == "{" ? "}" : ")"
        guard let end = rest.firstIndex(of: close) else { return [] }
        rest = rest[rest.index(after: end)...]
      } else {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        rest = name.isEmpty ? rest.dropFirst() : rest[name.endIndex...]
      }
      if tail == nil { tail = rest }
    }
    pattern += rest
    let behind = (tail ?? "").drop { $0 == "/" }
    // A pattern without a letter would match everything.
    let isPattern = pattern.contains { $0.isLetter || $0.isNumber }
    return (isPattern ? [pattern] : [])
      + (behind.isEmpty || behind.contains("$") ? [] : [String(behind)])
  }

  /// Returns the Python modules that a command may run.
  ///
  /// It recognizes `-m NAME`, `-mNAME`, `-Bm NAME`, and names in code (`import checks.tone`).
  static func modules(in command: [String]) -> [String] {
    var found: [String] = []
    func read(_ words: [String]) {
      for (place, word) in words.enumerated() {
        if word.hasPrefix("-"), !word.hasPrefix("--"), let mark = word.firstIndex(of: "m"),
          word[word.index(after: word.startIndex)..<mark].allSatisfy(\.isLetter)
        {
          let rest = String(word[word.index(after: mark)...])
          if isName(rest) { found.append(rest) }
          if rest.isEmpty, place + 1 < words.count, isName(words[place + 1]) {
            found.append(words[place + 1])
          }
        }
        let pieces = split(word)
        let isImport = pieces.contains { $0.contains("import") || $0 == "from" }
        for piece in pieces where isName(piece) && (isImport || piece.contains(".")) {
          found.append(piece)
        }
      }
    }
    read(command)
    for word in command {
      let inner = parts(of: word)
      if inner.count > 1 { read(inner) }
      let words = ShellWords.words(in: word)
      if words.count > 1 { read(words) }
    }
    return found
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        part.first.map { $0.isLetter || $0 == "_" } == true
          && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      }
  }
}
