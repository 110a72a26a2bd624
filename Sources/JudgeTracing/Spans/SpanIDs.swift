/// The ids of a trace and of a span in it, as in OpenTelemetry.
public struct SpanIDs: Hashable, Sendable {
  /// The trace id, 32 hexadecimal digits.
  public let traceID: String
  /// The span id, 16 hexadecimal digits.
  public let spanID: String
  /// The id of the enclosing span, or `nil` for the root.
  public let parentID: String?

  /// The trace's id in git-judge: `tr-` and the trace id.
  public var judgeTraceID: String { "tr-" + traceID }

  /// Creates ids for a span below another, or for the root of a new trace.
  ///
  /// - Parameter parent: the enclosing span, or `nil` for a root.
  public init(below parent: SpanIDs?) {
    traceID = parent?.traceID ?? Self.random(words: 2)
    spanID = Self.random(words: 1)
    parentID = parent?.spanID
  }

  /// Reads ids from another process (W3C Trace Context).
  ///
  /// The result is `nil` for text of another form.
  ///
  /// - Parameter traceparent: `00-<trace id>-<span id>-<flags>`.
  public init?(traceparent: String) {
    let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[1].utf8.count == 32, parts[2].utf8.count == 16,
      (parts[1] + parts[2]).utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }), parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
    else { return nil }
    traceID = String(parts[1])
    spanID = String(parts[2])
    parentID = nil
  }

  /// The header with the ids for another process.
  public var traceparent: String { "00-\(traceID)-\(spanID)-01" }

  private static func random(words: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<words).map { _ in
      // All zeros would not be a valid id.
      let text = String(generator.next() as UInt64 | 1, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }.joined()
  }
}
