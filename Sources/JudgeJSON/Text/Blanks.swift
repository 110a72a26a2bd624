/// Removes white space around text.
package enum Blanks {
  /// Returns the text without white space and zero-width characters at its ends.
  package static func trimmed(_ text: some StringProtocol) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace
        || [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff].contains(scalar.value)
    }
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[first...last])
    return String(result)
  }
}
