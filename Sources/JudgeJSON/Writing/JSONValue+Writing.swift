extension JSONValue {
  /// Returns the canonical form (RFC 8785); values have equal bytes if and only if they are equal.
  ///
  /// A value built in memory may be deeper than ``maximumDepth``; it is written, but the readers
  /// refuse it.
  public func canonicalBytes() -> [UInt8] {
    var output = OutputBuffer(capacity: 1024)
    CanonicalWriter.append(self, to: &output)
    return output.array()
  }

  /// The canonical form (RFC 8785) as text.
  public var canonicalText: String {
    var output = OutputBuffer(capacity: 1024)
    CanonicalWriter.append(self, to: &output)
    return output.text()
  }
}

extension JSONObject {
  /// Returns the canonical form (RFC 8785) of the object.
  public func canonicalBytes() -> [UInt8] {
    JSONValue.object(self).canonicalBytes()
  }
}

extension JSONValue {
  /// Returns the value for people: one member or element per line, indented by two spaces.
  ///
  /// Keys are sorted, strings and numbers are written as in the canonical form. There is no line
  /// feed at the end.
  public func prettyText() -> String {
    var output = OutputBuffer(capacity: 1024)
    PrettyWriter.append(self, indentation: 0, to: &output)
    return output.text()
  }
}

/// Writes the indented form.
enum PrettyWriter {
  static func append(_ value: JSONValue, indentation: Int, to output: inout OutputBuffer) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        newLine(after: index, indentation + 1, to: &output)
        append(element, indentation: indentation + 1, to: &output)
      }
      newLine(after: 0, indentation, to: &output)
      output.append(UInt8(ascii: "]"))
    case .object(let object) where !object.isEmpty:
      output.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        newLine(after: index, indentation + 1, to: &output)
        CanonicalWriter.append(member.key, to: &output)
        output.append(": ")
        append(member.value, indentation: indentation + 1, to: &output)
      }
      newLine(after: 0, indentation, to: &output)
      output.append(UInt8(ascii: "}"))
    default:
      CanonicalWriter.append(value, to: &output)
    }
  }

  /// Begins a line, after a comma if an element precedes it.
  private static func newLine(after index: Int, _ indentation: Int, to output: inout OutputBuffer) {
    if index > 0 { output.append(UInt8(ascii: ",")) }
    output.append(UInt8(ascii: "\n"))
    output.append(0x20, repeated: 2 * indentation)
  }
}
