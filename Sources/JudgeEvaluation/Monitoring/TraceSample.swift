import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// A fixed sample of traces, the same on every machine and at every time.
///
/// The first 8 bytes of SHA-256("sample" ‖ 0x00 ‖ key), as a fraction of 2^64, are below the share.
/// The key is the session of a trace, so that a conversation is in the sample as a whole, otherwise
/// the trace id. A larger share contains the traces of every smaller one.
public struct TraceSample: Hashable, Sendable {
  /// The share of the traces, above 0 and up to 1.
  public let share: Double

  /// Creates a sample.
  ///
  /// - Parameter share: the share of the traces, above 0 and up to 1.
  public init(share: Double) { self.share = share }

  /// Returns whether a trace is in the sample.
  public func contains(_ trace: Trace) -> Bool {
    let session = trace.metadata[Conversation.sessionKey]?.stringValue
    return contains(key: session ?? trace.id)
  }

  /// Returns whether the trace or session with a key is in the sample.
  package func contains(key: String) -> Bool {
    guard share < 1 else { return true }
    let hash = SHA256Digest.hash(Array("sample".utf8) + [0] + Array(key.utf8))
    var value: UInt64 = 0
    for byte in hash.bytes.prefix(8) { value = value << 8 | UInt64(byte) }
    return Double(value) / 18_446_744_073_709_551_616 < share
  }
}
