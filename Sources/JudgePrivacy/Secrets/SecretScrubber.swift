package import JudgeJSON

/// Removes known secrets from text of other origin: answers, errors, a program's output.
///
/// It compares bytes, never characters, so a combining mark after a key does not hide it. It finds
/// a secret unchanged, escaped for JSON, C, Swift, URLs, HTML, Markdown or mail (whole or in part),
/// in base64 at any alignment, in hexadecimal digits, and with zero-width characters, blanks or
/// line breaks in it. Secrets of fewer than 8 bytes are ignored, because ordinary words may contain
/// them.
package struct SecretScrubber: Sendable {
  /// The spellings by their first byte.
  private let byFirst: [[[UInt8]]]
  /// Whether a secret may begin with a byte.
  ///
  /// Escapes begin with other bytes.
  private let starts: [Bool]
  private let isEmpty: Bool

  /// Creates a scrubber of some secrets.
  package init(_ secrets: [Secret]) {
    var table = [[[UInt8]]](repeating: [], count: 256)
    var starts = [Bool](repeating: false, count: 256)
    let spellings = SecretSpellings(secrets).all
    for spelling in spellings {
      guard let first = spelling.first else { continue }
      table[Int(first)].append(spelling)
      starts[Int(first)] = true
    }
    for byte in "\\%&=".utf8 { starts[Int(byte)] = true }
    byFirst = table
    self.starts = starts
    isEmpty = spellings.isEmpty
  }

  /// Returns a text with each secret replaced by a mark.
  package func scrubbed(_ text: String) -> String {
    guard !isEmpty else { return text }
    var text = text
    let cleaned = text.withUTF8 { scrubbed($0) }
    return cleaned.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// Returns bytes with each secret replaced by a mark.
  package func scrubbed(_ bytes: [UInt8]) -> [UInt8] {
    guard !isEmpty else { return bytes }
    return bytes.withUnsafeBufferPointer { scrubbed($0) } ?? bytes
  }

  /// Returns whether the bytes contain a secret.
  package func holds(_ bytes: [UInt8]) -> Bool {
    !isEmpty && bytes.withUnsafeBufferPointer { scrubbed($0) } != nil
  }

  /// Returns a document with each secret in its texts and names replaced by a mark.
  package func scrubbed(_ value: JSONValue) -> JSONValue {
    guard !isEmpty else { return value }
    switch value {
    case .string(let text): return .string(scrubbed(text))
    case .array(let items): return .array(items.map { scrubbed($0) })
    case .object(let object): return .object(scrubbed(object))
    case .null, .bool, .number: return value
    }
  }

  /// Returns an object with each secret in its texts and names replaced by a mark.
  package func scrubbed(_ object: JSONObject) -> JSONObject {
    guard !isEmpty else { return object }
    var result = JSONObject()
    for member in object { result[scrubbed(member.key)] = scrubbed(member.value) }
    return result
  }

  /// Returns the replaced bytes, or `nil` if they contain no secret.
  private func scrubbed(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    starts.withUnsafeBufferPointer { starts in
      var result: [UInt8]?
      var copied = 0
      var place = 0
      while place < bytes.count {
        guard starts[Int(bytes[place])], let end = match(bytes, place) else {
          place += 1
          continue
        }
        var output = result ?? []
        output += bytes[copied..<place]
        output += Secret.mark.utf8
        result = output
        place = end
        copied = end
      }
      result?.append(contentsOf: bytes[copied...])
      return result
    }
  }

  /// Returns the end of the secret that begins at a position, or `nil` if there is none.
  private func match(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    for spelling in byFirst[Int(bytes[place])] {
      if let end = end(of: spelling, bytes, place) { return end }
    }
    guard let unit = EscapedBytes.unit(bytes, at: place),
      let first = String(unit.scalar).utf8.first
    else { return nil }
    for spelling in byFirst[Int(first)] {
      if let end = end(of: spelling, bytes, place) { return end }
    }
    return nil
  }

  /// Returns the end of a secret that begins at a position, unchanged or escaped.
  private func end(
    of spelling: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, known: Int = 0
  ) -> Int? {
    var (place, known) = (start, known)
    while known < spelling.count {
      guard place < bytes.count else { return nil }
      let isPlain = bytes[place] == spelling[known]
      if let unit = EscapedBytes.unit(bytes, at: place) {
        let scalar = Array(String(unit.scalar).utf8)
        if spelling[known...].starts(with: scalar) {
          // The secret itself may contain a backslash or a percent sign, so both readings are
          // tried.
          let next = known + scalar.count
          if isPlain {
            if let end = end(of: spelling, bytes, unit.end, known: next) { return end }
          } else {
            (place, known) = (unit.end, next)
            continue
          }
        }
        if !isPlain, known > 0,
          unit.scalar.properties.generalCategory == .format || unit.scalar.properties.isWhitespace
        {
          place = unit.end
          continue
        }
      }
      if isPlain {
        place += 1
        known += 1
        continue
      }
      let gap = known > 0 ? EscapedBytes.gap(bytes, at: place) : 0
      guard gap > 0 else { return nil }
      place += gap
      // A blank in the secret itself may have become a line break.
      if known < spelling.count, spelling[known] == 0x20 { known += 1 }
    }
    return place
  }
}
