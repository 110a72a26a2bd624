import GitJudge
import HTTPTypes
import Hummingbird
import NIOCore

/// Writes whole numbers that do not fit a double, such as nanoseconds since 1970.
///
/// The value is a text of digits, and its key ends with a mark, which is taken away together with
/// the quotation marks.
enum ExactNumbers {
  /// The mark at the end of a key.
  static let mark = "\u{1}"
  /// The mark, the end of the key and the beginning of the value, as they are written.
  private static let seam = Array(#"\u0001":""#.utf8)

  static func bytes(_ value: JSONValue) -> [UInt8] {
    let bytes = value.canonicalBytes()
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      if bytes[place] == seam[0], bytes[place...].starts(with: seam) {
        let digits = bytes[(place + seam.count)...].prefix { (0x30...0x39).contains($0) }
        if !digits.isEmpty, digits.endIndex < bytes.count, bytes[digits.endIndex] == 0x22 {
          result += Array("\":".utf8) + digits
          place = digits.endIndex + 1
          continue
        }
      }
      result.append(bytes[place])
      place += 1
    }
    return result
  }

  static func response(_ value: JSONValue) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes(value)))
    )
  }
}
