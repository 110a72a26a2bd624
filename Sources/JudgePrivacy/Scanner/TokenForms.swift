/// Tokens recognized by their parts instead of a prefix.
enum TokenForms {
  /// Returns the end of `eyJ….eyJ….…` (a signed web token), or of five such parts (an encrypted
  /// one, RFC 7516).
  static func webToken(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    guard Scan.starts(bytes, place, "eyJ") else { return nil }
    // Glued to `_` or `-` only near the beginning of a word: else a text of many beginnings would
    // be read once for each of them.
    var before = place
    while before > 0, Scan.isWide(bytes[before - 1]), !Scan.isEscape(bytes, before: before) {
      before -= 1
      if place - before > 40 { return nil }
    }
    var parts: [Int] = [0]
    var isSigned = false
    var end = place
    while end < bytes.count {
      let byte = bytes[end]
      if Scan.isWide(byte) {
        parts[parts.count - 1] += 1
      } else if byte == UInt8(ascii: "."), parts.count < 5 {
        if parts.count == 1 { isSigned = Scan.starts(bytes, end + 1, "eyJ") }
        parts.append(0)
      } else {
        break
      }
      end += 1
    }
    // A full stop after the token.
    if parts.last == 0 { parts.removeLast() }
    guard parts[0] >= 10 else { return nil }
    switch parts.count {
    case 3: return isSigned && parts.allSatisfy { $0 >= 10 } ? end : nil
    // The second part, the wrapped key, is empty if the key is agreed on.
    case 5: return parts[2] >= 10 && parts[3] >= 4 && parts[4] >= 10 ? end : nil
    default: return nil
    }
  }

  /// Returns the end of a Discord bot's token: its id in base64, a time stamp, a signature.
  static func discord(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    func run(_ start: Int, _ length: ClosedRange<Int>) -> Int? {
      var end = start
      while end < bytes.count, end - start <= length.upperBound, Scan.isWide(bytes[end]) {
        end += 1
      }
      return length.contains(end - start) ? end : nil
    }
    guard let first = run(place, 24...28), first < bytes.count,
      bytes[first] == UInt8(ascii: "."), let second = run(first + 1, 6...6), second < bytes.count,
      bytes[second] == UInt8(ascii: "."), let third = run(second + 1, 27...40),
      SecretForm.isRandom(bytes[place..<third])
    else { return nil }
    return third
  }

  /// Returns the range of a Telegram bot's token, `123456789:AA…`, by its colon.
  static func telegram(_ bytes: UnsafeBufferPointer<UInt8>, colon: Int) -> Range<Int>? {
    var start = colon
    while start > 0, colon - start < 12, Scan.isDigit(bytes[start - 1]) { start -= 1 }
    guard (8...10).contains(colon - start), Scan.isBoundary(bytes, before: start),
      Scan.starts(bytes, colon + 1, "AA")
    else { return nil }
    var end = colon + 1
    while end < bytes.count, end - colon <= 36, Scan.isWide(bytes[end]) { end += 1 }
    guard end - colon == 36, SecretForm.isRandom(bytes[(colon + 1)..<end]) else { return nil }
    return start..<end
  }

  /// Returns whether a value, after a name such as `api_key`, is random-looking text without dots.
  static func isSecretValue(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard (20...400).contains(value.count), value.count(where: Scan.isDigit) >= 2,
      value.count(where: Scan.isLetter) >= 2, Set(value).count >= 10
    else { return false }
    return !SecretForm.isForShow(value)
  }
}
