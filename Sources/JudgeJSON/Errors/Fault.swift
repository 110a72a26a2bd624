/// A mistake as the readers throw it: small, its place only a byte offset.
///
/// Line, column and words are worked out once it leaves the module (``JSONError``).
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
