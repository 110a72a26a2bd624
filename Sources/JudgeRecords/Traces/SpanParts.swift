package import JudgeJSON

/// Parts of a span that does not fit in one record.
///
/// A record holds 1 MiB. The JSON text of a long attribute is cut into pieces, each in a part of the
/// span of its own: `{trace_id, span_id, attributes: {"git_judge.part/N/TOTAL/NAME": piece}}`. They
/// are joined when the spans are read.
package enum SpanParts {
  private static let prefix = "git_judge.part/"
  /// The longest attribute that stays whole, and the longest piece, in bytes of JSON.
  private static let longest = 200_000

  /// Splits a span if it is too long for a record.
  ///
  /// - Parameter span: the span.
  /// - Returns: the span, or the span without its long attributes and their pieces.
  package static func split(_ span: JSONObject) -> [JSONObject] {
    guard JSONValue.object(span).canonicalBytes().count > 4 * longest else { return [span] }
    var rest = span
    var attributes = span["attributes"]?.objectValue ?? [:]
    var parts: [JSONObject] = []
    for (name, value) in attributes.map({ ($0.key, $0.value) }) {
      let text = value.canonicalText
      guard text.utf8.count > longest else { continue }
      attributes[name] = nil
      let pieces = pieces(of: text)
      for (number, piece) in pieces.enumerated() {
        var part: JSONObject = [
          "attributes": ["\(prefix)\(number)/\(pieces.count)/\(name)": .string(piece)]
        ]
        for key in ["trace_id", "span_id"] { part[key] = span[key] }
        parts.append(part)
      }
    }
    rest["attributes"] = .object(attributes)
    return [rest] + parts
  }

  /// Joins the pieces of a span's attributes.
  ///
  /// If a piece is missing, the attribute stays away and the other pieces stay as they are.
  ///
  /// - Parameter span: the span with all of its parts.
  /// - Returns: the span with whole attributes.
  package static func joined(_ span: JSONObject) -> JSONObject {
    guard var attributes = span["attributes"]?.objectValue,
      attributes.keys.contains(where: { $0.hasPrefix(prefix) })
    else { return span }
    var pieces: [String: [Int: String]] = [:]
    var totals: [String: Int] = [:]
    for (key, value) in attributes.map({ ($0.key, $0.value) }) where key.hasPrefix(prefix) {
      let words = key.dropFirst(prefix.count).split(
        separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3, let number = Int(words[0]), let total = Int(words[1]),
        let piece = value.stringValue
      else { continue }
      pieces[String(words[2]), default: [:]][number] = piece
      totals[String(words[2])] = total
    }
    for (name, found) in pieces {
      guard let total = totals[name], found.count == total else { continue }
      let text = (0..<total).compactMap { found[$0] }.joined()
      guard let value = try? JSONValue(parsing: text) else { continue }
      attributes[name] = value
      for number in 0..<total { attributes["\(prefix)\(number)/\(total)/\(name)"] = nil }
    }
    var result = span
    result["attributes"] = .object(attributes)
    return result
  }

  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      let utf8 = rest.utf8
      var end =
        utf8.index(utf8.startIndex, offsetBy: longest, limitedBy: utf8.endIndex)
        ?? utf8.endIndex
      // A piece ends between two characters.
      while end < utf8.endIndex, utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
      pieces.append(String(rest[..<end]))
      rest = rest[end...]
    }
    return pieces
  }
}
