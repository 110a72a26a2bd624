extension JSONValue {
  /// The canonical form (RFC 8785): equal values, and only these, have equal bytes.
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
  /// The canonical form (RFC 8785) of the object.
  public func canonicalBytes() -> [UInt8] {
    JSONValue.object(self).canonicalBytes()
  }
}
