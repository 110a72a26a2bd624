import ArgumentParser

/// A list on the command line: `a,b`, the option repeated, or both.
enum ListArgument {
  /// Returns the items in order, without the spaces around them.
  ///
  /// - Parameters:
  ///   - texts: the values of the option. A comma within an item is written `\\,`.
  ///   - option: the option, such as `--values`.
  ///   - quote: a quote character, or `nil`. Commas between two of these do not separate items.
  /// - Returns: the items; empty if the option was not given.
  /// - Throws: `ValidationError` for an item without text.
  static func items(_ texts: [String], of option: String, quote: Character? = nil) throws
    -> [String]
  {
    try texts.flatMap { text in
      try split(text, quote).map { part in
        var item = part[...]
        while item.first == " " { item.removeFirst() }
        while item.last == " " { item.removeLast() }
        guard !item.isEmpty else {
          throw ValidationError("\(option): \"\(text)\" has an empty item; write \(option) a,b")
        }
        return String(item)
      }
    }
  }

  private static func split(_ text: String, _ quote: Character?) -> [String] {
    var parts = [""]
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if isEscaped {
        // The backslash escapes only a comma; before any other character it is an ordinary
        // backslash.
        parts[parts.count - 1] += character == "," ? "," : "\\" + String(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == ",", !isQuoted {
        parts.append("")
      } else {
        if character == quote { isQuoted.toggle() }
        parts[parts.count - 1].append(character)
      }
    }
    if isEscaped { parts[parts.count - 1] += "\\" }
    return parts
  }
}
