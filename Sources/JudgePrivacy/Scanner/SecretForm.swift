/// The form of the keys and tokens of one provider: a prefix, and the characters after it.
struct SecretForm {
  /// The characters of the rest of a key.
  enum Rest {
    /// Letters and digits.
    case alphanumeric
    /// Letters, digits, `_` and `-`.
    case wide
    /// Letters, digits, `+`, `/` and `=`.
    case base64
    /// Capital letters and digits.
    case capital
    /// Hexadecimal digits in lower case.
    case hex
    /// Letters, digits, `_`, `-` and `.`.
    case dotted
    /// Letters, digits, `/` and `-`.
    case path
  }

  let prefix: StaticString
  let rest: Rest
  /// The minimum and maximum number of characters after the prefix.
  let length: ClosedRange<Int>
  let kind: SensitiveText.Kind
  /// Whether a letter or digit right before the prefix makes it a different word.
  let isWord: Bool

  init(
    _ prefix: StaticString, _ rest: Rest, _ length: ClosedRange<Int>, _ kind: SensitiveText.Kind,
    isWord: Bool = false
  ) {
    self.prefix = prefix
    self.rest = rest
    self.length = length
    self.kind = kind
    self.isWord = isWord
  }

  /// The forms whose prefix ends with a mark, by the mark and the byte before it.
  private static let byMark: [[SecretForm]] = {
    var table = [[SecretForm]](repeating: [], count: 4 * 256)
    for form in marked {
      let end = form.prefix.utf8CodeUnitCount
      let (mark, before) = (form.prefix.utf8Start[end - 1], form.prefix.utf8Start[end - 2])
      if let row = row(mark) { table[row * 256 + Int(before)].append(form) }
    }
    return table
  }()

  /// Whether any form has a byte before a mark.
  ///
  /// This is looked up first.
  private static let isBeforeMark: [Bool] = byMark.map { !$0.isEmpty }

  private static func row(_ mark: UInt8) -> Int? {
    switch mark {
    case UInt8(ascii: "-"): 0
    case UInt8(ascii: "_"): 1
    case UInt8(ascii: "."): 2
    case UInt8(ascii: "/"): 3
    default: nil
    }
  }

  /// Returns the key whose prefix ends with the mark at a position.
  ///
  /// - Returns: its kind and range, or `nil` if there is none.
  static func match(
    _ bytes: UnsafeBufferPointer<UInt8>, endingAt mark: Int
  ) -> (kind: SensitiveText.Kind, range: Range<Int>)? {
    guard mark > 0, let row = row(bytes[mark]) else { return nil }
    let slot = row * 256 + Int(bytes[mark - 1])
    guard isBeforeMark[slot] else { return nil }
    for form in byMark[slot] {
      let start = mark + 1 - form.prefix.utf8CodeUnitCount
      guard start >= 0, Scan.starts(bytes, start, form.prefix),
        !form.isWord || Scan.isBoundary(bytes, before: start),
        let end = form.end(bytes, mark + 1)
      else { continue }
      return (form.kind, start..<end)
    }
    return nil
  }

  /// Returns the key that begins at a position, of the forms whose prefix has no mark.
  static func match(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (kind: SensitiveText.Kind, end: Int)? {
    for form in unmarked where bytes[place] == form.prefix.utf8Start.pointee {
      guard Scan.starts(bytes, place, form.prefix),
        let end = form.end(bytes, place + form.prefix.utf8CodeUnitCount)
      else { continue }
      return (form.kind, end)
    }
    return nil
  }

  /// Returns the end of a key whose characters after the prefix begin at a position.
  private func end(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var end = start
    while end < bytes.count, end - start <= length.upperBound, holds(bytes[end]) { end += 1 }
    // A full stop after a key ends the sentence and is not part of the key.
    while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    guard length.contains(end - start), end == bytes.count || !Scan.isAlphanumeric(bytes[end]),
      Self.isRandom(bytes[start..<end])
    else { return nil }
    return end
  }

  private func holds(_ byte: UInt8) -> Bool {
    if rest == .hex {
      return Scan.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
    if rest == .capital { return Scan.isCapital(byte) || Scan.isDigit(byte) }
    if Scan.isAlphanumeric(byte) { return true }
    switch byte {
    case UInt8(ascii: "_"): return rest == .wide || rest == .dotted
    case UInt8(ascii: "-"): return rest == .wide || rest == .dotted || rest == .path
    case UInt8(ascii: "."): return rest == .dotted
    case UInt8(ascii: "/"): return rest == .base64 || rest == .path
    case UInt8(ascii: "+"), UInt8(ascii: "="): return rest == .base64
    default: return false
    }
  }

  /// Returns whether a key is not one of the example keys of documentation.
  static func isRandom(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var seen = (UInt64(0), UInt64(0))
    var hasDigit = false
    for byte in rest {
      if byte < 64 { seen.0 |= 1 << UInt64(byte) } else { seen.1 |= 1 << UInt64(byte & 63) }
      hasDigit = hasDigit || Scan.isDigit(byte)
    }
    let distinct = seen.0.nonzeroBitCount + seen.1.nonzeroBitCount
    guard hasDigit, distinct >= min(8, rest.count / 2) else { return false }
    return !isForShow(rest)
  }

  /// Returns whether a text contains a hint that it is not a real key.
  static func isForShow(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let text = String(decoding: rest, as: UTF8.self).lowercased()
    return ["example", "xxxx", "your", "placeholder", "redacted", "changeme", "dummy"]
      .contains { text.contains($0) }
  }
}
