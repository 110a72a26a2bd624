import CLibdeflate

/// Bodies of requests that are compressed with gzip.
package enum GzipBody {
  /// The maximum number of members; clients send one.
  private static let mostMembers = 100

  /// Returns the bytes of a compressed body.
  ///
  /// - Parameters:
  ///   - bytes: one or several gzip members.
  ///   - limit: the maximum number of bytes of the result.
  /// - Returns: the bytes of all members.
  /// - Throws: `OTLPError` if the bytes are not gzip, damaged, cut off, or too many when unpacked.
  package static func inflated(
    _ bytes: [UInt8], limit: Int = 64 << 20
  ) throws(OTLPError) -> [UInt8] {
    guard let inflater = libdeflate_alloc_decompressor() else {
      throw OTLPError("no memory for a compressed body", isTooLarge: true)
    }
    defer { libdeflate_free_decompressor(inflater) }
    // The last four bytes claim the size. Deflate makes at most 1,032 bytes of one.
    let claim = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let most = min(limit, bytes.count &* 1032 &+ 64)
    var size = min(max(claim, 4096), most)
    var result: [UInt8] = []
    var (start, members) = (0, 0)
    repeat {
      let (state, used, member) = inflate(
        inflater, bytes[start...], room: min(size, limit - result.count))
      switch state {
      case LIBDEFLATE_SUCCESS:
        start += used
        members += 1
        if members > mostMembers { throw OTLPError("the body has too many gzip members") }
        if result.isEmpty { result = member } else { result += member }
      case LIBDEFLATE_INSUFFICIENT_SPACE where size < min(most, limit - result.count):
        // The claim was too low; unpacking again twice as large costs no more than once in all.
        size = min(size * 2, most)
      case LIBDEFLATE_INSUFFICIENT_SPACE:
        throw OTLPError(
          "the body has more than \(limit) bytes when it is unpacked", isTooLarge: true)
      default: throw OTLPError("the body is not valid gzip, or it is cut off")
      }
    } while start < bytes.count
    return result
  }

  private static func inflate(
    _ inflater: OpaquePointer, _ bytes: ArraySlice<UInt8>, room: Int
  ) -> (state: libdeflate_result, used: Int, member: [UInt8]) {
    var (used, made) = (0, 0)
    var state = LIBDEFLATE_BAD_DATA
    let member = [UInt8](unsafeUninitializedCapacity: max(room, 1)) { target, count in
      state = bytes.withUnsafeBytes { source in
        libdeflate_gzip_decompress_ex(
          inflater, source.baseAddress, source.count, target.baseAddress, room, &used, &made)
      }
      count = state == LIBDEFLATE_SUCCESS ? made : 0
    }
    return (state, used, member)
  }
}
