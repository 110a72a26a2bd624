import ArgumentParser

/// Parses `KEY=VALUE` on the command line.
enum TagArgument {
  /// Parses a tag; with `delete`, only its key.
  static func parse(_ text: String, delete: Bool) throws -> (key: String, value: String?) {
    if delete {
      guard !text.isEmpty, !text.contains("=") else {
        throw ValidationError("with --delete name the tag's key only")
      }
      return (text, nil)
    }
    let pair = try parse(text)
    return (pair.key, pair.value)
  }

  /// Parses a tag with its value.
  static func parse(
    _ text: String, as what: String = "tag"
  ) throws -> (key: String, value: String) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw ValidationError("\"\(text)\" is not a \(what): write KEY=VALUE")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// Parses several tags.
  static func dictionary(
    _ texts: [String], as what: String = "tag"
  ) throws -> [String: String] {
    var result: [String: String] = [:]
    for text in texts {
      let pair = try parse(text, as: what)
      result[pair.key] = pair.value
    }
    return result
  }
}
