/// Turns the bytes that a terminal sends into keys: a pure state machine.
struct KeyDecoder {
  /// A key of a terminal.
  enum Key: Hashable {
    /// A character.
    case character(Character)
    /// The return key.
    case enter
    /// The escape key.
    case escape
    /// The key that deletes the last character.
    case backspace
    /// Ctrl-U: deletes the whole text.
    case eraseLine
    /// One line up or down.
    case up, down
    /// A page up or down.
    case pageUp, pageDown
    /// Ctrl-Z.
    case undo
    /// A text that was pasted.
    case paste(String)
    /// Ctrl-C: ends the program.
    case interrupt
    /// The end of the input.
    case end
  }

  private var pending: [UInt8] = []
  /// The text of a paste that has not ended yet.
  private var pasted: [UInt8]?

  private static let pasteBegins = Array("\u{1b}[200~".utf8)
  private static let pasteEnds = Array("\u{1b}[201~".utf8)

  /// Whether a sequence of bytes is not complete; the escape key looks like the start of one.
  var isWaiting: Bool { !pending.isEmpty }

  /// Takes bytes.
  ///
  /// - Parameter bytes: the bytes that were read.
  /// - Returns: the keys that are complete now.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while !pending.isEmpty, let key = next() { if let key = key { keys.append(key) } }
    return keys
  }

  /// Ends an incomplete sequence; because no byte followed in time, it was the escape key.
  ///
  /// - Returns: the keys that are complete now.
  mutating func rest() -> [Key] {
    guard pending.first == 0x1b, pasted == nil else { return [] }
    pending.removeFirst()
    return [.escape] + feed([])
  }

  /// Returns the next key, `.some(nil)` for bytes without a meaning, or `nil` if bytes are missing.
  private mutating func next() -> Key?? {
    if pasted != nil { return paste() }
    guard let first = pending.first else { return nil }
    switch first {
    case 0x1b: return escape()
    case 0x00..<0x20, 0x7f:
      pending.removeFirst()
      return .some(Self.control(first))
    default: return character(first)
    }
  }

  private static func control(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x03: .interrupt
    case 0x04: .end
    case 0x08, 0x7f: .backspace
    case 0x09: .character(" ")
    case 0x0a, 0x0d: .enter
    case 0x15: .eraseLine
    case 0x1a: .undo
    default: nil
    }
  }

  private mutating func character(_ first: UInt8) -> Key?? {
    let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    guard pending.count >= length else { return nil }
    let text = String(decoding: pending.prefix(length), as: UTF8.self)
    pending.removeFirst(length)
    return .some(text.first.map { .character($0) })
  }

  private mutating func escape() -> Key?? {
    guard pending.count > 1 else { return nil }
    guard pending[1] == UInt8(ascii: "[") || pending[1] == UInt8(ascii: "O") else {
      // Alt and a key have no meaning here.
      pending.removeFirst(2)
      return .some(nil)
    }
    guard
      let end = pending.indices.dropFirst(2).first(where: { (0x40...0x7e).contains(pending[$0]) })
    else { return nil }
    let sequence = Array(pending[...end])
    pending.removeFirst(end + 1)
    if sequence == Self.pasteBegins {
      pasted = []
      return paste()
    }
    return .some(Self.key(sequence))
  }

  private static func key(_ sequence: [UInt8]) -> Key? {
    switch String(decoding: sequence.dropFirst(2), as: UTF8.self) {
    case "A": .up
    case "B": .down
    case "5~": .pageUp
    case "6~": .pageDown
    default: nil
    }
  }

  private mutating func paste() -> Key?? {
    guard var text = pasted else { return .some(nil) }
    while let byte = pending.first {
      if byte == 0x1b {
        guard pending.count >= Self.pasteEnds.count else { break }
        if pending.starts(with: Self.pasteEnds) {
          pending.removeFirst(Self.pasteEnds.count)
          pasted = nil
          return .some(.paste(String(decoding: text, as: UTF8.self)))
        }
      }
      text.append(byte)
      pending.removeFirst()
    }
    pasted = text
    return nil
  }
}
