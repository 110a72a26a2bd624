/// Reads the header lines of a commit or tag one by one, then the message.
struct ObjectHeaders {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value of the next line if its key is the one asked for; else nil and nothing is taken.
  mutating func take(_ key: StaticString) -> ArraySlice<UInt8>? {
    let length = key.utf8CodeUnitCount
    guard position + length < bytes.count, bytes[position + length] == UInt8(ascii: " ") else {
      return nil
    }
    for index in 0..<length where bytes[position + index] != key.utf8Start[index] { return nil }
    let start = position + length + 1
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    position = end + 1
    return bytes[start..<end]
  }

  /// The text after the first empty line; other headers (gpgsig, encoding …) are passed over.
  mutating func message() -> String? {
    while position < bytes.count {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      let isEmpty = end == position
      position = end + 1
      if isEmpty { return String(decoding: bytes[position...], as: UTF8.self) }
    }
    return position == bytes.count && position > 0 ? "" : nil
  }
}
