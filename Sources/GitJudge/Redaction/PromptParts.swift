/// A message to a model, divided into the data between its marks and the words around them.
struct PromptParts {
  /// The pieces of data.
  private(set) var data: [[UInt8]] = []
  /// The words.
  private(set) var words: [UInt8]

  private static let beginning = Array("Text between marks with ".utf8)

  /// Divides a message; one without marks has only words.
  init(_ message: String) {
    let bytes = Array(message.utf8)
    let start = Self.beginning.count
    guard bytes.starts(with: Self.beginning), bytes.count >= start + 16 else {
      words = bytes
      return
    }
    // `<name MARK>`, the data, `</name MARK>`: data cannot contain its own mark.
    let mark = Array(bytes[start..<(start + 16)]) + [UInt8(ascii: ">")]
    var pieces: [ArraySlice<UInt8>] = []
    var (from, place) = (0, 0)
    while place + mark.count <= bytes.count {
      if bytes[place] == mark[0], bytes[place..<(place + mark.count)].elementsEqual(mark) {
        pieces.append(bytes[from..<place])
        place += mark.count
        from = place
      } else {
        place += 1
      }
    }
    pieces.append(bytes[from...])
    words = []
    for (number, piece) in pieces.enumerated() {
      guard number % 2 == 1, number < pieces.count - 1 else {
        words += piece
        continue
      }
      let end = piece.lastIndex(of: UInt8(ascii: "<")) ?? piece.endIndex
      data.append(
        Array(piece[..<end].drop { $0 == 0x0a }.reversed().drop { $0 == 0x0a }.reversed()))
    }
  }
}
