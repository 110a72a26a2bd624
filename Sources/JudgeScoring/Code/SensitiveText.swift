/// Finds secrets and personal data in text by their form, fast enough to look at every byte of an
/// import: what a form cannot tell is not found.
///
/// Text may be plain or JSON as it stands in a file.
package enum SensitiveText {
  /// What was found.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case privateKey = "private key"
    case accessKey = "cloud access key"
    case token = "access token"
    case modelKey = "model provider's key"
    case webToken = "signed web token"
    case urlPassword = "password in a URL"
    case email = "e-mail address"
    case card = "card number"
    case account = "IBAN"
    case phone = "phone number"

    /// The word with its article.
    package var phrase: String {
      switch self {
      case .token, .email, .account: "an \(rawValue)"
      default: "a \(rawValue)"
      }
    }

    /// Whether it opens something, rather than being about somebody.
    package var isSecret: Bool {
      switch self {
      case .privateKey, .accessKey, .token, .modelKey, .webToken, .urlPassword: true
      case .email, .card, .account, .phone: false
      }
    }
  }

  /// One find.
  package struct Finding: Sendable, Hashable {
    /// What it looks like.
    package let kind: Kind
    /// Where, in bytes.
    package let range: Range<Int>
  }

  /// Looks through a text.
  ///
  /// - Parameter bytes: UTF-8.
  /// - Returns: finds in order; of a kind of personal data the first one only.
  package static func findings(in bytes: [UInt8]) -> [Finding] {
    bytes.withUnsafeBufferPointer { buffer in
      var scan = SensitiveScan(buffer)
      return scan.run()
    }
  }
}

/// One pass over a text.
struct SensitiveScan {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var findings: [SensitiveText.Finding] = []
  /// Kinds of personal data that were found, a bit each: hashing them took a third of the time.
  private var seen: UInt8 = 0

  /// What a byte is, and what it may begin; what begins something is from 2.
  private enum Trigger {
    static let none: UInt8 = 0
    static let word: UInt8 = 1
    static let letter: UInt8 = 2
    static let digit: UInt8 = 3
    static let at: UInt8 = 4
    static let dash: UInt8 = 5
  }

  private static let triggers: [UInt8] = {
    var table = (0..<256).map { SecretForm.isWord(UInt8($0)) ? Trigger.word : Trigger.none }
    for byte in SecretForm.firstBytes { table[Int(byte)] = Trigger.letter }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(byte)] = Trigger.letter }
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = Trigger.digit }
    table[Int(UInt8(ascii: "@"))] = Trigger.at
    table[Int(UInt8(ascii: "-"))] = Trigger.dash
    return table
  }()

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func run() -> [SensitiveText.Finding] {
    let bytes = bytes
    let end = bytes.count
    Self.triggers.withUnsafeBufferPointer { table in
      var place = 0
      var isInWord = false
      while place < end {
        let trigger = table[Int(bytes[place])]
        // The usual case: nothing begins here, or it is in the middle of a word.
        if trigger < Trigger.letter || (trigger == Trigger.letter && isInWord && !isEscape(place)) {
          isInWord = trigger != Trigger.none
          place += 1
          continue
        }
        switch trigger {
        case Trigger.letter: place = letter(place)
        case Trigger.digit: place = number(place)
        case Trigger.at: place = at(place)
        default: place = dash(place)
        }
        isInWord = place > 0 && place <= end && SecretForm.isWord(bytes[place - 1])
      }
    }
    return findings
  }

  /// Whether the byte before ends an escape of JSON, such as `\\n`, and no word.
  @inline(__always)
  private func isEscape(_ place: Int) -> Bool {
    guard place > 1, bytes[place - 2] == UInt8(ascii: "\\") else { return false }
    let before = bytes[place - 1]
    return before == UInt8(ascii: "n") || before == UInt8(ascii: "r") || before == UInt8(ascii: "t")
  }

  @inline(__always)
  private func has(_ kind: SensitiveText.Kind) -> Bool { seen & Self.bit(kind) != 0 }

  @inline(__always)
  private static func bit(_ kind: SensitiveText.Kind) -> UInt8 {
    switch kind {
    case .email: 1
    case .card: 2
    case .account: 4
    case .phone: 8
    default: 0
    }
  }

  private mutating func note(_ kind: SensitiveText.Kind, _ range: Range<Int>) {
    guard kind.isSecret || !has(kind) else { return }
    seen |= Self.bit(kind)
    findings.append(SensitiveText.Finding(kind: kind, range: range))
  }

  /// A letter that a key or an account number may begin with.
  private mutating func letter(_ place: Int) -> Int {
    guard isWordStart(place) else { return place + 1 }
    if let (kind, end) = SecretForm.match(bytes, at: place) {
      note(kind, place..<end)
      return end
    }
    if !has(.account), let end = account(place) {
      note(.account, place..<end)
      return end
    }
    return place + 1
  }

  /// Whether no word goes on here; in JSON a line break is a backslash and a letter.
  private func isWordStart(_ place: Int) -> Bool {
    guard place > 0 else { return true }
    let before = bytes[place - 1]
    guard SecretForm.isWord(before) else { return before != UInt8(ascii: "-") }
    return isEscape(place)
  }

  /// `-----BEGIN … PRIVATE KEY-----`.
  private mutating func dash(_ place: Int) -> Int {
    let mark: StaticString = "-----BEGIN "
    guard SecretForm.starts(bytes, place, mark) else {
      // A rule of dashes is passed over at once.
      var end = place + 1
      while end < bytes.count, bytes[end] == UInt8(ascii: "-"),
        !SecretForm.starts(bytes, end, mark)
      { end += 1 }
      return end
    }
    let start = place + mark.utf8CodeUnitCount
    let line = bytes[start..<min(start + 40, bytes.count)]
    let label = String(decoding: line, as: UTF8.self)
    if let end = label.utf8.firstIndex(of: UInt8(ascii: "-")),
      label[..<end].hasSuffix("PRIVATE KEY")
    {
      note(.privateKey, place..<(start + line.count))
    }
    return start
  }

  /// An e-mail address around its sign, or a password in a URL before it.
  private mutating func at(_ place: Int) -> Int {
    var start = place
    while start > 0, place - start < 128, SecretForm.isLocalPart(bytes[start - 1]) { start -= 1 }
    var end = place + 1
    var lastDot = 0
    while end < bytes.count, end - place < 128, SecretForm.isHost(bytes[end]) {
      if bytes[end] == UInt8(ascii: ".") { lastDot = end }
      end += 1
    }
    if isPassword(before: place) { note(.urlPassword, max(0, place - 8)..<end) }
    guard !has(.email), start < place, lastDot > place + 1,
      bytes[(lastDot + 1)..<end].count(where: SecretForm.isLetter) >= 2, !isSource(before: start)
    else { return place + 1 }
    note(.email, start..<end)
    return end
  }

  /// Whether a text is the value of `"source_id"` in JSON: who said something is no find.
  private func isSource(before start: Int) -> Bool {
    var place = start - 1
    guard place > 0, bytes[place] == UInt8(ascii: "\"") else { return false }
    place -= 1
    while place > 0, bytes[place] == UInt8(ascii: " ") { place -= 1 }
    let name: StaticString = "\"source_id\":"
    let begin = place + 1 - name.utf8CodeUnitCount
    return begin >= 0 && SecretForm.starts(bytes, begin, name)
  }

  /// Whether `://user:password` stands right before a place.
  private func isPassword(before place: Int) -> Bool {
    var at = place - 1
    var colon: Int?
    while at > 2, place - at < 160 {
      let byte = bytes[at]
      if byte == UInt8(ascii: "/") {
        guard bytes[at - 1] == UInt8(ascii: "/"), bytes[at - 2] == UInt8(ascii: ":"), let colon
        else { return false }
        return colon > at + 1 && colon + 1 < place && bytes[colon + 1] != UInt8(ascii: "$")
          && bytes[colon + 1] != UInt8(ascii: "{") && bytes[colon + 1] != UInt8(ascii: "<")
          && bytes[colon + 1] != UInt8(ascii: "*")
      }
      if byte == UInt8(ascii: ":") { colon = at }
      if byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "@") { return false }
      at -= 1
    }
    return false
  }

  /// Digits in groups: a card or a phone number.
  private mutating func number(_ place: Int) -> Int {
    var end = place
    var groups = DigitGroups()
    while end < bytes.count, end - place < 40 {
      let byte = bytes[end]
      if SecretForm.isDigit(byte) {
        groups.addDigit()
        end += 1
        continue
      }
      guard Self.isSeparator(byte), end + 1 < bytes.count else { break }
      if SecretForm.isDigit(bytes[end + 1]) {
        end += 1
      } else if Self.isSeparator(bytes[end + 1]), end + 2 < bytes.count,
        SecretForm.isDigit(bytes[end + 2])
      {
        // A bracket and a space.
        end += 2
      } else {
        break
      }
      groups.addGap()
    }
    guard groups.total >= 9 else { return max(end, place + 1) }
    let isPartOfWord =
      (place > 0 && SecretForm.isWord(bytes[place - 1]) && !isEscape(place))
      || (end < bytes.count && SecretForm.isWord(bytes[end]))
    guard !isPartOfWord else { return end }
    if !has(.card), (13...16).contains(groups.total),
      SecretForm.isCard(bytes[place..<end].filter(SecretForm.isDigit))
    {
      note(.card, place..<end)
    } else if !has(.phone),
      groups.isPhone(hasPlus: place > 0 && bytes[place - 1] == UInt8(ascii: "+"))
    {
      note(.phone, place..<end)
    }
    return end
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// `GB82 WEST …`, whose checksum holds.
  private func account(_ place: Int) -> Int? {
    guard place + 15 <= bytes.count, SecretForm.isCapital(bytes[place]),
      SecretForm.isCapital(bytes[place + 1]), SecretForm.isDigit(bytes[place + 2]),
      SecretForm.isDigit(bytes[place + 3])
    else { return nil }
    var end = place + 4
    while end < bytes.count, end - place < 42,
      SecretForm.isCapital(bytes[end]) || SecretForm.isDigit(bytes[end])
        || (bytes[end] == UInt8(ascii: " ") && end + 1 < bytes.count
          && (SecretForm.isCapital(bytes[end + 1]) || SecretForm.isDigit(bytes[end + 1])))
    { end += 1 }
    guard end - place >= 15 else { return nil }
    let text = String(decoding: bytes[place..<end], as: UTF8.self)
    return PersonalData.isIBAN(text[...]) ? end : nil
  }
}

/// How many digits stand together, group by group.
private struct DigitGroups {
  private(set) var total = 0
  private var lengths: (Int, Int, Int, Int) = (0, 0, 0, 0)
  private var count = 1

  mutating func addDigit() {
    total += 1
    switch count {
    case 1: lengths.0 += 1
    case 2: lengths.1 += 1
    case 3: lengths.2 += 1
    case 4: lengths.3 += 1
    default: break
    }
  }

  mutating func addGap() { count += 1 }

  /// Area, exchange and subscriber, the last two together or not, a country code before them.
  func isPhone(hasPlus: Bool) -> Bool {
    guard total >= 9, total <= 15 else { return false }
    if hasPlus, count == 1 { return true }
    if Self.isLocal(lengths.0, lengths.1, lengths.2, count: count) { return true }
    return hasPlus && (1...3).contains(lengths.0)
      && Self.isLocal(lengths.1, lengths.2, lengths.3, count: count - 1)
  }

  private static func isLocal(_ area: Int, _ first: Int, _ second: Int, count: Int) -> Bool {
    guard (2...4).contains(area) else { return false }
    return (count == 2 && (6...8).contains(first))
      || (count == 3 && (3...4).contains(first) && (3...4).contains(second))
  }
}
