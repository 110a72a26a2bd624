/// A judge's instructions cut into text and placeholders such as `{{ inputs }}`.
public struct InstructionsTemplate: Hashable, Sendable {
  /// A piece of a template.
  public enum Piece: Hashable, Sendable {
    /// Text as it stands.
    case text(String)
    /// A placeholder, without braces and spaces.
    case variable(String)
  }

  /// The placeholders that judges know.
  public static let knownVariables = [
    "inputs", "outputs", "expectations", "trace", "conversation", "retrieved_context",
  ]

  /// The pieces in order.
  public let pieces: [Piece]

  /// Cuts instructions; braces without a name between them are text.
  ///
  /// - Parameter instructions: the template.
  public init(_ instructions: String) {
    var pieces: [Piece] = []
    var rest = Substring(instructions)
    var text = ""
    while let open = rest.firstRange(of: "{{") {
      text += rest[..<open.lowerBound]
      let after = rest[open.upperBound...]
      if let close = after.firstRange(of: "}}"),
        let name = Self.name(in: after[..<close.lowerBound])
      {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.variable(name))
        rest = after[close.upperBound...]
      } else {
        // By one brace, so that the last two of three still open a placeholder.
        text += "{"
        rest = rest[rest.index(after: open.lowerBound)...]
      }
    }
    text += rest
    if !text.isEmpty { pieces.append(.text(text)) }
    self.pieces = pieces
  }

  /// The placeholders in order of first appearance.
  public var variables: [String] {
    var seen: [String] = []
    for case .variable(let name) in pieces where !seen.contains(name) { seen.append(name) }
    return seen
  }

  /// Placeholders that no judge knows.
  public var unknownVariables: [String] {
    variables.filter { !Self.knownVariables.contains($0) }
  }

  private static func name(in text: Substring) -> String? {
    let trimmed = text.drop { $0 == " " || $0 == "\t" }
    var name = String(trimmed)
    while name.last == " " || name.last == "\t" { name.removeLast() }
    let isName = name.utf8.allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || byte == 0x5f
        || (0x30...0x39).contains(byte)
    }
    return name.isEmpty || !isName ? nil : name
  }
}

extension Substring {
  /// The first place of an ASCII text.
  fileprivate func firstRange(of part: StaticString) -> Range<Substring.Index>? {
    let needle = "\(part)"
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) {
        return start..<index(start, offsetBy: needle.count)
      }
      formIndex(after: &start)
    }
    return nil
  }
}
