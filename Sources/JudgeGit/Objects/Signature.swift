/// Who wrote a commit or tag, and when.
package struct Signature: Hashable, Sendable {
  package var name: String
  package var email: String
  /// Seconds since 1970-01-01T00:00:00Z.
  package var seconds: Int64
  /// The offset of the local time from UTC, in minutes, east positive.
  package var offsetMinutes: Int

  package init(name: String, email: String, seconds: Int64, offsetMinutes: Int = 0) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }

  /// The text after `author `: name, e-mail in angle brackets, seconds, offset.
  ///
  /// Line ends, NUL and angle brackets would break the line: they are left out, as git does.
  var line: String {
    let sign = offsetMinutes < 0 ? "-" : "+"
    let minutes = offsetMinutes.magnitude
    return "\(Self.clean(name)) <\(Self.clean(email))> \(seconds) "
      + "\(sign)\(twoDigits(minutes / 60))\(twoDigits(minutes % 60))"
  }

  private func twoDigits(_ value: UInt) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// A name or an address as git writes it.
  package static func clean(_ text: String) -> String {
    var kept = text.utf8.filter {
      $0 >= 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
    }[...]
    // git strips these from both ends ("crud" in its ident.c)
    let crud = Set(".,:;<>\"\\' ".utf8)
    while let first = kept.first, crud.contains(first) { kept.removeFirst() }
    while let last = kept.last, crud.contains(last) { kept.removeLast() }
    return String(decoding: kept, as: UTF8.self)
  }

  /// Reads the text after `author `, or returns nil if it does not have that form.
  init?(line: some Sequence<UInt8>) {
    let bytes = Array(line)
    guard let open = bytes.firstIndex(of: UInt8(ascii: "<")),
      let close = bytes.lastIndex(of: UInt8(ascii: ">")), open < close
    else { return nil }
    let tail = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
    guard tail.count == 2, let seconds = Int64(String(decoding: tail[0], as: UTF8.self)),
      let zone = Int(String(decoding: tail[1], as: UTF8.self)), zone.magnitude < 10_000
    else { return nil }
    var name = bytes[..<open]
    while name.last == UInt8(ascii: " ") { name.removeLast() }
    self.init(
      name: String(decoding: name, as: UTF8.self),
      email: String(decoding: bytes[(open + 1)..<close], as: UTF8.self),
      seconds: seconds, offsetMinutes: zone / 100 * 60 + zone % 100)
  }
}
