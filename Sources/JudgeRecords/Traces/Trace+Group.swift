import JudgeJSON

extension Trace {
  /// The group that must stay together in any split: the `group` tag as imported, else the inputs.
  ///
  /// Inputs are compared as canonical JSON with ASCII letters lowered and runs of white space
  /// folded to one space, so that the same question asked twice is one group.
  package var splitGroup: String { group ?? Self.normalised(inputs.canonicalText) }

  private static func normalised(_ text: String) -> String {
    var result: [UInt8] = []
    var pendingSpace = false
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      var next = byte
      // Canonical JSON writes tabs and line breaks as two characters.
      if byte == 0x5c, let escaped = bytes.first {
        if escaped == 0x6e || escaped == 0x74 || escaped == 0x72 {
          bytes.removeFirst()
          next = 0x20
        } else {
          if pendingSpace { result.append(0x20) }
          pendingSpace = false
          result.append(byte)
          result.append(escaped)
          bytes.removeFirst()
          continue
        }
      }
      if next == 0x20 {
        pendingSpace = true
        continue
      }
      if pendingSpace { result.append(0x20) }
      pendingSpace = false
      result.append((0x41...0x5a).contains(next) ? next + 0x20 : next)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
