/// Windows code page 1252, in which older spreadsheets save Western European text.
///
/// As in the WHATWG encoding standard, except for the five bytes that the code page leaves
/// undefined.
enum Windows1252 {
  /// The characters of 0x80 to 0x9f.
  ///
  /// 0 stands for undefined.
  private static let upper: [UInt32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc,
    0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
  ]

  /// Returns the text of bytes, or `nil` if a byte is undefined.
  static func text(_ bytes: [UInt8]) -> String? {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      var value = UInt32(byte)
      if (0x80...0x9f).contains(byte) { value = upper[Int(byte) - 0x80] }
      guard byte == 0 || value != 0, let scalar = Unicode.Scalar(value) else { return nil }
      text.append(scalar)
    }
    return String(text)
  }
}
