package import JudgeWork

/// A judge's instructions cut into text and placeholders such as `{{ inputs }}`.
public struct InstructionsTemplate: Hashable, Sendable {
  /// A piece of a template.
  public enum Piece: Hashable, Sendable {
    /// Literal text.
    case text(String)
    /// A placeholder, without braces and spaces.
    case variable(String)
  }

  /// The placeholders that judges support.
  public static let knownVariables = [
    "inputs", "outputs", "expectations", "trace", "conversation", "retrieved_context",
  ]

  /// Refuses instructions with text in braces that looks like a placeholder and is none, such as
  /// `{{ inputs.question }}`, and with placeholders that judges do not support.
  ///
  /// - Parameter instructions: the template.
  /// - Throws: `JudgeFailure` that quotes it and names the near placeholder.
  package static func check(_ instructions: String) throws(JudgeFailure) {
    let unknown = InstructionsTemplate(instructions).unknownVariables
    if !unknown.isEmpty {
      let known = knownVariables.map { "{{ \($0) }}" }.joined(separator: ", ")
      let near = unknown.lazy.compactMap(StrayPlaceholder.Style.instructions.near).first
      throw JudgeFailure(
        .invalid,
        "the instructions name {{ \(unknown.joined(separator: " }}, {{ ")) }}",
        remedy: .advice((near.map { "did you mean \($0)? " } ?? "") + "judges know \(known)"))
    }
    try StrayPlaceholder.check(instructions, .instructions)
  }

  /// The pieces in order.
  public let pieces: [Piece]

  /// Splits instructions into pieces; braces without a name between them are text.
  ///
  /// - Parameter instructions: the template.
  public init(_ instructions: String) {
    var pieces: [Piece] = []
    let bytes = Array(instructions.utf8)
    var (textStart, place) = (0, 0)
    // Advance by one brace, so that the last two of three still open a placeholder.
    while let open = bytes[place...].firstIndex(of: UInt8(ascii: "{")) {
      guard let (name, end) = Self.placeholder(bytes, at: open) else {
        place = open + 1
        continue
      }
      if open > textStart {
        pieces.append(.text(String(decoding: bytes[textStart..<open], as: UTF8.self)))
      }
      pieces.append(.variable(name))
      (textStart, place) = (end, end)
    }
    if textStart < bytes.count {
      pieces.append(.text(String(decoding: bytes[textStart...], as: UTF8.self)))
    }
    self.pieces = pieces
  }

  /// The placeholders in order of first appearance.
  public var variables: [String] {
    var seen = Set<String>()
    var names: [String] = []
    for case .variable(let name) in pieces where seen.insert(name).inserted { names.append(name) }
    return names
  }

  /// The placeholders that judges do not support.
  public var unknownVariables: [String] {
    variables.filter { !Self.knownVariables.contains($0) }
  }

  /// Returns the name between two pairs of braces, and the position after them.
  ///
  /// It reads no further than a name and its spaces, so that a thousand braces cost no more than a
  /// thousand letters.
  static func placeholder(_ bytes: [UInt8], at open: Int) -> (name: String, end: Int)? {
    func isBrace(_ place: Int, _ brace: Unicode.Scalar) -> Bool {
      place < bytes.count && bytes[place] == UInt8(ascii: brace)
    }
    func skip(from start: Int, while condition: (UInt8) -> Bool) -> Int {
      bytes[start...].firstIndex { !condition($0) } ?? bytes.count
    }
    guard isBrace(open, "{"), isBrace(open + 1, "{") else { return nil }
    let start = skip(from: open + 2, while: isSpace)
    let end = skip(from: start, while: isNameByte)
    let close = skip(from: end, while: isSpace)
    guard start < end, isBrace(close, "}"), isBrace(close + 1, "}") else { return nil }
    return (String(decoding: bytes[start..<end], as: UTF8.self), close + 2)
  }

  /// Returns whether a byte is white space, line ends included.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || byte == 0x5f
      || (0x30...0x39).contains(byte)
  }
}
