extension JSONValue {
  /// Reads the JSON value that begins at a place of a text; what follows it is not looked at.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - start: the place, within the text.
  /// - Returns: the value, `nil` for what is none, and the place behind what was read.
  package static func prefix(of bytes: [UInt8], from start: Int) -> (value: JSONValue?, end: Int) {
    var reader = Reader(repairing: false)
    reader.position = start
    do throws(Fault) {
      let value = try reader.value(bytes.span)
      return (value, reader.position)
    } catch {
      return (nil, max(start, reader.position))
    }
  }
}
