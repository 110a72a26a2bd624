/// A commit or tag, taken apart as git does it into what was signed and the signature.
struct SignedObject: Sendable, Hashable {
  /// The form of a signature.
  enum Form: Sendable, Hashable {
    case none, ssh
    /// OpenPGP or X.509, or nothing that git knows.
    case other
  }

  /// The date in the object.
  enum Time: Sendable, Hashable {
    /// Seconds since 1970.
    case at(Int64)
    /// It has no date, or the date 0. git uses the present time.
    case unsaid
    /// There is no committer or tagger of git's form: git accepts no signature then.
    case invalid
  }

  /// The bytes that were signed.
  let payload: [UInt8]
  /// The armoured signature, or empty if there is none.
  let signature: [UInt8]
  private let isTag: Bool

  /// The format of the signature.
  var form: Form {
    if signature.isEmpty { return .none }
    return signature.starts(with: SSHSignature.opening) ? .ssh : .other
  }

  /// Takes a commit or tag apart.
  init(_ bytes: [UInt8], isTag: Bool = false) {
    self.isTag = isTag
    if isTag {
      // A tag's signature is the end of its message, from the last line that begins one.
      var start = bytes.endIndex
      for line in Self.lines(bytes[...]) where Self.beginsSignature(line) {
        start = line.startIndex
      }
      signature = Array(bytes[start...])
      payload = Self.divide(bytes[..<start]).payload
    } else {
      (payload, signature) = Self.divide(bytes[...])
    }
  }

  /// The time of the committer, or of a tag's tagger.
  var time: Time {
    let key = Array((isTag ? "tagger " : "committer ").utf8)
    for line in Self.lines(payload[...]) {
      if line.first == Self.newline { break }
      guard line.starts(with: key) else { continue }
      return Self.time(ofIdentity: line.dropFirst(key.count).prefix { $0 != Self.newline })
    }
    return .invalid
  }

  private static let newline = UInt8(ascii: "\n")

  /// The lines, each with its end.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> some Sequence<ArraySlice<UInt8>> {
    sequence(state: bytes) { rest -> ArraySlice<UInt8>? in
      guard !rest.isEmpty else { return nil }
      let end = rest.firstIndex(of: newline).map { $0 + 1 } ?? rest.endIndex
      defer { rest = rest[end...] }
      return rest[..<end]
    }
  }

  /// Divides a head into the signature's lines and the rest.
  ///
  /// The part after the head is signed too.
  ///
  /// Headers of other signatures, such as those of SHA-256 repositories, are left out of both.
  private static func divide(
    _ bytes: ArraySlice<UInt8>
  ) -> (payload: [UInt8], signature: [UInt8]) {
    let (own, any) = (Array("gpgsig ".utf8), Array("gpgsig".utf8))
    var payload: [UInt8] = []
    payload.reserveCapacity(bytes.count)
    var signature: [UInt8] = []
    var (isInSignature, isInOther) = (false, false)
    for line in lines(bytes) {
      let isContinued = line.first == UInt8(ascii: " ")
      if line.first == newline {
        payload += bytes[line.startIndex...]
        break
      } else if isInSignature, isContinued {
        signature += line.dropFirst()
      } else if line.starts(with: own) {
        (isInSignature, isInOther) = (true, false)
        signature += line.dropFirst(own.count)
      } else if line.starts(with: any) || isInOther && isContinued {
        (isInSignature, isInOther) = (false, true)
      } else {
        (isInSignature, isInOther) = (false, false)
        payload += line
      }
    }
    return (payload, signature)
  }

  private static func beginsSignature(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "-") else { return false }
    return ["SSH SIGNATURE", "PGP SIGNATURE", "PGP MESSAGE", "SIGNED MESSAGE"].contains {
      line.starts(with: "-----BEGIN \($0)-----".utf8)
    }
  }

  /// The seconds after `NAME <EMAIL> `.
  private static func time(ofIdentity line: ArraySlice<UInt8>) -> Time {
    guard let open = line.firstIndex(of: UInt8(ascii: "<")),
      line[open...].contains(UInt8(ascii: ">")), let end = line.lastIndex(of: UInt8(ascii: ">"))
    else { return .invalid }
    let words = line[(end + 1)...].split(separator: UInt8(ascii: " "))
    guard words.count >= 2, let sign = words[1].first,
      sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    else { return .unsaid }
    var seconds: Int64 = 0
    for digit in words[0] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return .unsaid }
      let (scaled, first) = seconds.multipliedReportingOverflow(by: 10)
      let (sum, second) = scaled.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      seconds = first || second ? .max : sum
    }
    return seconds == 0 ? .unsaid : .at(seconds)
  }
}
