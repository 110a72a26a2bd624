/// A mistake as thrown by the readers: small, with only a byte offset as its position.
///
/// Line, column and message are computed when it leaves the module (``JSONError``).
struct Fault: Error {
  let kind: Kind
  let offset: Int

  enum Kind {
    case unexpectedByte(expected: String)
    case unexpectedEnd(expected: String)
    case trailingBytes
    case badNumber
    case numberTooLarge
    case notFinite
    case inexactInteger(String, becomes: String)
    case badEscape
    case loneSurrogate
    case controlCharacter
    case invalidUTF8
    case byteOrderMark
    case duplicateKey(String)
    case tooDeep
    case notCanonical(expected: String)
  }
}
