/// Secrets recognized only by their name: `AZURE_OPENAI_API_KEY=…`, `"client_secret": "…"`,
/// `Authorization: Bearer …`, `password=…`, `the password is …`.
enum NamedSecret {
  typealias Bytes = UnsafeBufferPointer<UInt8>
  typealias Match = (kind: SensitiveText.Kind, range: Range<Int>)

  private enum Name {
    case key, cloudKey, authorization, password
  }

  /// The suffixes of names whose value is a key, without `_`, `-` and `.`.
  private static let keys: [StaticString] = [
    "apikey", "secretkey", "accesskey", "accountkey", "privatekey", "signingkey", "encryptionkey",
    "masterkey", "subscriptionkey", "functionkey", "apitoken", "authtoken", "accesstoken",
    "refreshtoken", "bearertoken", "bottoken", "clientsecret", "appsecret", "consumersecret",
    "webhooksecret", "signingsecret", "sharedsecret", "appkey", "sessiontoken", "securitytoken",
  ]

  /// The suffixes of names that contain "key" but are not names of secrets.
  private static let harmless: [StaticString] = [
    "publickey", "cachekey", "primarykey", "foreignkey", "idempotencykey", "partitionkey",
    "sortkey", "rowkey", "objectkey", "routingkey", "answerkey", "groupkey",
  ]

  /// Returns the secret whose name ends before the `=` or `:` at a position.
  static func match(_ bytes: Bytes, at mark: Int) -> Match? {
    var end = mark
    while end > 0, mark - end < 8, isAround(bytes[end - 1]) { end -= 1 }
    guard end > 0 else { return nil }
    // The last letters of all names that are known here.
    switch bytes[end - 1] | 0x20 {
    case UInt8(ascii: "y"), UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "d"),
      UInt8(ascii: "e"):
      break
    default: return nil
    }
    guard let name = name(bytes, end) else { return nil }
    var start = mark + 1
    if start < bytes.count, bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ">") {
      start += 1
    }
    let limit = min(start + 8, bytes.count)
    while start < limit, isAround(bytes[start]) { start += 1 }
    return value(name, bytes, start)
  }

  /// Returns the password in `password is …` whose name begins at a position.
  static func spokenPassword(_ bytes: Bytes, at place: Int) -> Match? {
    guard Scan.starts(bytes, place + 1, "assword") || Scan.starts(bytes, place + 1, "asscode")
    else { return nil }
    var start = place + 8
    for word: StaticString in [" is ", " is: ", " was ", " = "]
    where Scan.starts(bytes, start, word) {
      start += word.utf8CodeUnitCount
      if start < bytes.count, isAround(bytes[start]) { start += 1 }
      return value(.password, bytes, start)
    }
    return nil
  }

  /// Returns whether a byte may be between a name, its mark and the value: a blank, a quote or a
  /// backslash of JSON.
  private static func isAround(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"),
      UInt8(ascii: "`"), UInt8(ascii: "\t"):
      true
    default: false
    }
  }

  private static func name(_ bytes: Bytes, _ end: Int) -> Name? {
    // From the end, in lower case, without marks. The longest known name has 15 letters.
    var letters: [UInt8] = []
    var place = end
    var isUpper = true
    while place > 0, end - place < 48, Scan.isWide(bytes[place - 1]),
      !Scan.isEscape(bytes, before: place)
    {
      place -= 1
      if Scan.isAlphanumeric(bytes[place]) {
        if letters.count < 24 { letters.append(bytes[place] | 0x20) }
        if Scan.isLetter(bytes[place]), !Scan.isCapital(bytes[place]) { isUpper = false }
      }
    }
    func ends(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      guard letters.count >= count else { return false }
      for offset in 0..<count where letters[offset] != word.utf8Start[count - 1 - offset] {
        return false
      }
      return true
    }
    if ends("secretaccesskey") { return .cloudKey }
    if ends("authorization") { return .authorization }
    let passwords: [StaticString] = ["password", "passwd", "pwd", "passwort", "passphrase"]
    if passwords.contains(where: ends) { return .password }
    if harmless.contains(where: ends) { return nil }
    if keys.contains(where: ends) { return .key }
    // A variable of the environment: GITHUB_TOKEN, MY_KEY.
    let isVariable = isUpper && letters.count < end - place
    return isVariable && (ends("token") || ends("key") || ends("secret")) ? .key : nil
  }

  private static func value(_ name: Name, _ bytes: Bytes, _ start: Int) -> Match? {
    switch name {
    case .password: return password(bytes, start)
    case .authorization: return authorization(bytes, start)
    case .key, .cloudKey:
      var start = start
      for scheme: StaticString in ["Bearer ", "bearer ", "token "]
      where Scan.starts(bytes, start, scheme) { start += scheme.utf8CodeUnitCount }
      let end = run(bytes, start)
      guard isWhole(bytes, end), TokenForms.isSecretValue(bytes[start..<end]),
        bytes[start] != UInt8(ascii: "/")
      else { return nil }
      return (name == .cloudKey ? .accessKey : .token, start..<end)
    }
  }

  private static func run(_ bytes: Bytes, _ start: Int) -> Int {
    var end = start
    while end < bytes.count, end - start <= 400 {
      let byte = bytes[end]
      let isPart =
        Scan.isWide(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "~")
      guard isPart else { break }
      end += 1
    }
    return end
  }

  /// Returns whether the value ends here.
  ///
  /// If not, it is code such as `config.key` or `key(…)`.
  private static func isWhole(_ bytes: Bytes, _ end: Int) -> Bool {
    guard end < bytes.count else { return true }
    switch bytes[end] {
    case UInt8(ascii: "."): return end + 1 == bytes.count || !Scan.isWord(bytes[end + 1])
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ":"): return false
    default: return true
    }
  }

  /// Returns the secret of `Basic` with `user:password` in base64, or of `Bearer` with
  /// random-looking text.
  private static func authorization(_ bytes: Bytes, _ start: Int) -> Match? {
    var place = start
    while place < bytes.count, Scan.isLetter(bytes[place]), place - start < 12 { place += 1 }
    let scheme = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
    guard ["bearer", "basic", "token"].contains(scheme), place < bytes.count,
      bytes[place] == UInt8(ascii: " ")
    else { return nil }
    place += 1
    var end = place
    while end < bytes.count, end - place < 4096,
      Scan.isWide(bytes[end]) || "+/=~.".utf8.contains(bytes[end])
    { end += 1 }
    let value = bytes[place..<end]
    guard value.count >= 8, !SecretForm.isForShow(value) else { return nil }
    if scheme == "basic" {
      guard let decoded = Base64.decode(value), decoded.contains(UInt8(ascii: ":")),
        decoded.allSatisfy({ $0 >= 0x20 && $0 < 0x7f })
      else { return nil }
      return (.password, place..<end)
    }
    return value.count >= 16 && SecretForm.isRandom(value) ? (.token, place..<end) : nil
  }

  /// Returns a word with three of the four kinds of characters, or a long one with letters and
  /// digits.
  private static func password(_ bytes: Bytes, _ start: Int) -> Match? {
    var end = start
    while end < bytes.count, end - start <= 128, bytes[end] > 0x20, bytes[end] < 0x7f,
      !"\"'`,;<>&\\{}()[]$|".utf8.contains(bytes[end])
    { end += 1 }
    while end > start, ".:!?".utf8.contains(bytes[end - 1]) { end -= 1 }
    let word = bytes[start..<end]
    guard (8...128).contains(word.count), word.contains(where: Scan.isDigit),
      word.contains(where: Scan.isLetter), word.first != UInt8(ascii: "*"),
      word.first != UInt8(ascii: "/"), !String(decoding: word, as: UTF8.self).contains("://"),
      Set(word).count >= 5
    else { return nil }
    // It is a call or a look-up in code.
    guard end == bytes.count || !"([{".utf8.contains(bytes[end]) else { return nil }
    let isSymbol = { (byte: UInt8) in !Scan.isAlphanumeric(byte) }
    let isSmall = { (byte: UInt8) in Scan.isLetter(byte) && !Scan.isCapital(byte) }
    let kinds = [Scan.isDigit, Scan.isCapital, isSmall, isSymbol].count { word.contains(where: $0) }
    let isLong = word.count >= 12 && word.count(where: Scan.isDigit) >= 2
    guard kinds >= 3 || isLong, !SecretForm.isForShow(word) else { return nil }
    return (.password, start..<end)
  }
}
