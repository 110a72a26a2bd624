/// A single pass over a text.
struct SensitiveScan {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var findings: [SensitiveText.Finding] = []
  /// The kinds of personal data found so far, one bit each; a hash set took a third of the time.
  private var seen: UInt8 = 0

  /// The class of a byte.
  ///
  /// Values from 2 on may begin a finding.
  private enum Trigger {
    static let none: UInt8 = 0
    static let word: UInt8 = 1
    static let letter: UInt8 = 2
    static let digit: UInt8 = 3
    static let at: UInt8 = 4
    static let dash: UInt8 = 5
    /// A byte that ends the prefix of a form.
    static let mark: UInt8 = 6
    /// A byte between a name and its value.
    static let equals: UInt8 = 7
    /// A byte that may begin hidden text.
    static let hiding: UInt8 = 8
  }

  private static let triggers: [UInt8] = {
    var table = (0..<256).map { Scan.isAlphanumeric(UInt8($0)) ? Trigger.word : Trigger.none }
    func set(_ bytes: some Sequence<UInt8>, _ trigger: UInt8) {
      for byte in bytes { table[Int(byte)] = trigger }
    }
    set(SecretForm.firstBytes, Trigger.letter)
    set(UInt8(ascii: "A")...UInt8(ascii: "Z"), Trigger.letter)
    set(UInt8(ascii: "0")...UInt8(ascii: "9"), Trigger.digit)
    set("@".utf8, Trigger.at)
    set("-".utf8, Trigger.dash)
    set("_./".utf8, Trigger.mark)
    set("=:".utf8, Trigger.equals)
    set([UInt8(ascii: "\\"), UInt8(ascii: "%"), 0xc2, 0xe2, 0xef], Trigger.hiding)
    return table
  }()

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Scans every byte.
  ///
  /// - Parameter stopsAtHiding: whether to stop at the first escape or look-alike character that
  ///   may hide text.
  /// - Returns: the findings in order, or `nil` if the scan stopped.
  mutating func run(stopsAtHiding: Bool) -> [SensitiveText.Finding]? {
    let bytes = bytes
    let end = bytes.count
    return Self.triggers.withUnsafeBufferPointer { table in
      var place = 0
      var isInWord = false
      while place < end {
        let trigger = table[Int(bytes[place])]
        // The usual case: this byte cannot begin a finding, or it is in the middle of a word.
        if trigger < Trigger.letter
          || (trigger == Trigger.letter && isInWord && !Scan.isEscape(bytes, before: place))
        {
          isInWord = trigger != Trigger.none
          place += 1
          continue
        }
        switch trigger {
        case Trigger.letter: place = letter(place)
        case Trigger.digit: place = number(place)
        case Trigger.at: place = at(place)
        case Trigger.dash: place = dash(place)
        case Trigger.mark: place = mark(place) ?? place + 1
        case Trigger.equals: place = equals(place)
        default:
          if stopsAtHiding, PlainText.hides(bytes, at: place) { return nil }
          place += 1
        }
        isInWord = place > 0 && place <= end && Scan.isAlphanumeric(bytes[place - 1])
      }
      return findings
    }
  }

  /// Handles `_`, `.`, `/` or `-` at the end of a key's prefix.
  @inline(__always)
  private mutating func mark(_ place: Int) -> Int? {
    guard let (kind, range) = SecretForm.match(bytes, endingAt: place) else { return nil }
    note(kind, range)
    return range.upperBound
  }

  /// Handles `=` or `:` between a name and a value.
  private mutating func equals(_ place: Int) -> Int {
    if let (kind, range) = NamedSecret.match(bytes, at: place) {
      note(kind, range)
      return range.upperBound
    }
    if place > 0, Scan.isDigit(bytes[place - 1]),
      let range = TokenForms.telegram(bytes, colon: place)
    {
      note(.token, range)
      return range.upperBound
    }
    return place + 1
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

  private mutating func note(
    _ kind: SensitiveText.Kind, _ range: Range<Int>, shown: Range<Int>? = nil
  ) {
    guard kind.isSecret || !has(kind) else { return }
    seen |= Self.bit(kind)
    // A password recognized only by its name has no beginning that may be shown.
    let most = kind == .password ? 0 : min(4, range.count / 3)
    let start = bytes[shown ?? range].prefix(most)
    findings.append(
      SensitiveText.Finding(
        kind: kind, range: range, start: String(decoding: start, as: UTF8.self)))
  }

  /// Handles a letter that a key or an account number may begin with.
  private mutating func letter(_ place: Int) -> Int {
    guard Scan.isBoundary(bytes, before: place) else { return place + 1 }
    switch bytes[place] {
    case UInt8(ascii: "e"):
      guard let end = TokenForms.webToken(bytes, place) else { return place + 1 }
      note(.webToken, place..<end)
      return end
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      if let (kind, range) = NamedSecret.spokenPassword(bytes, at: place) {
        note(kind, range)
        return range.upperBound
      }
    case UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "O"):
      if let end = TokenForms.discord(bytes, place) {
        note(.token, place..<end)
        return end
      }
    default: break
    }
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

  /// Handles the end of a key's prefix, or `-----BEGIN … PRIVATE KEY-----`.
  private mutating func dash(_ place: Int) -> Int {
    if let end = mark(place) { return end }
    let mark: StaticString = "---- BEGIN "
    let dashes: StaticString = "-----BEGIN "
    guard Scan.starts(bytes, place, mark) || Scan.starts(bytes, place, dashes) else {
      // A line of dashes is skipped at once.
      var end = place + 1
      while end < bytes.count, bytes[end] == UInt8(ascii: "-"),
        !Scan.starts(bytes, end, mark), !Scan.starts(bytes, end, dashes)
      { end += 1 }
      return end
    }
    let start = place + mark.utf8CodeUnitCount
    let line = bytes[start..<min(start + 48, bytes.count)]
    let label = String(decoding: line, as: UTF8.self)
    if let end = label.utf8.firstIndex(of: UInt8(ascii: "-")),
      ["PRIVATE KEY", "PRIVATE KEY ", "PRIVATE KEY BLOCK"].contains(where: label[..<end].hasSuffix)
    {
      note(.privateKey, place..<(start + line.count))
    }
    return start
  }

  /// Handles an e-mail address around its `@`, or a password in a URL before it.
  private mutating func at(_ place: Int) -> Int {
    var start = place
    while start > 0, place - start < 128, Scan.isLocalPart(bytes[start - 1]) { start -= 1 }
    var end = place + 1
    var lastDot = 0
    while end < bytes.count, end - place < 128, Scan.isHost(bytes[end]) {
      if bytes[end] == UInt8(ascii: ".") { lastDot = end }
      end += 1
    }
    if let user = user(before: place) { note(.urlPassword, user.lowerBound..<end, shown: user) }
    guard !has(.email), start < place, lastDot > place + 1,
      bytes[(lastDot + 1)..<end].count(where: Scan.isLetter) >= 2, !isSource(before: start)
    else { return place + 1 }
    note(.email, start..<end)
    return end
  }

  /// Returns whether a text is the value of `"source_id"` in JSON: the name of a source is not a
  /// finding.
  private func isSource(before start: Int) -> Bool {
    var place = start - 1
    guard place > 0, bytes[place] == UInt8(ascii: "\"") else { return false }
    place -= 1
    while place > 0, bytes[place] == UInt8(ascii: " ") { place -= 1 }
    let name: StaticString = "\"source_id\":"
    let begin = place + 1 - name.utf8CodeUnitCount
    return begin >= 0 && Scan.starts(bytes, begin, name)
  }

  /// Returns the user of `://user:password` right before a position, or `nil` if there is no
  /// password.
  private func user(before place: Int) -> Range<Int>? {
    var at = place - 1
    var colon: Int?
    while at > 2, place - at < 160 {
      let byte = bytes[at]
      if byte == UInt8(ascii: "/") {
        guard bytes[at - 1] == UInt8(ascii: "/"), bytes[at - 2] == UInt8(ascii: ":"), let colon
        else { return nil }
        let isGiven =
          colon > at + 1 && colon + 1 < place && !"${<*".utf8.contains(bytes[colon + 1])
        return isGiven ? (at + 1)..<colon : nil
      }
      if byte == UInt8(ascii: ":") { colon = at }
      if byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "@") { return nil }
      at -= 1
    }
    return nil
  }

  /// Handles digits in groups: a card or a phone number.
  private mutating func number(_ place: Int) -> Int {
    var end = place
    var groups = DigitGroups()
    while end < bytes.count, end - place < 40 {
      let byte = bytes[end]
      if Scan.isDigit(byte) {
        groups.addDigit()
        end += 1
        continue
      }
      guard Self.isSeparator(byte), end + 1 < bytes.count else { break }
      if Scan.isDigit(bytes[end + 1]) {
        end += 1
      } else if Self.isSeparator(bytes[end + 1]), end + 2 < bytes.count,
        Scan.isDigit(bytes[end + 2])
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
      (place > 0 && Scan.isWord(bytes[place - 1]) && !Scan.isEscape(bytes, before: place))
      || (end < bytes.count && Scan.isWord(bytes[end]))
    guard !isPartOfWord else { return end }
    if !has(.card), (13...16).contains(groups.total),
      CardNumber.isCard(bytes[place..<end].filter(Scan.isDigit))
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

  /// Handles `GB82 WEST …` with a valid checksum.
  private func account(_ place: Int) -> Int? {
    guard place + 15 <= bytes.count, Scan.isCapital(bytes[place]),
      Scan.isCapital(bytes[place + 1]), Scan.isDigit(bytes[place + 2]),
      Scan.isDigit(bytes[place + 3])
    else { return nil }
    var end = place + 4
    while end < bytes.count, end - place < 42,
      Scan.isCapital(bytes[end]) || Scan.isDigit(bytes[end])
        || (bytes[end] == UInt8(ascii: " ") && end + 1 < bytes.count
          && (Scan.isCapital(bytes[end + 1]) || Scan.isDigit(bytes[end + 1])))
    { end += 1 }
    guard end - place >= 15 else { return nil }
    let text = String(decoding: bytes[place..<end], as: UTF8.self)
    return PersonalData.isIBAN(text[...]) ? end : nil
  }
}
