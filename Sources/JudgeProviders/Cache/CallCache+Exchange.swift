import FoundationEssentials
import JudgeJSON

/// Copies answers from one cache to another, so that a machine without a key has them.
///
/// A line is one entry as JSON, with request and answer. The file name of an entry is the hash of
/// its request, so the line is enough, and the same cache always gives the same lines.
extension CallCache {
  /// The reason for refusing a line.
  public enum LineFault: Error, Hashable, Sendable {
    /// The line is not an entry.
    case notAnEntry
    /// The entry could not be written.
    case notWritten
  }

  /// Passes every undamaged entry as a line, in the order of their hashes.
  ///
  /// - Parameters:
  ///   - model: The URI of the model whose entries are passed, or `nil` for all.
  ///   - take: Gets each line without its line end.
  /// - Returns: The number of entries.
  /// - Throws: Errors of `take`.
  public func forEachLine<Failure: Error>(
    model: String? = nil, _ take: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var count = 0
    for file in files() {
      guard let entry = Self.entry(at: file), let (_, bytes) = Self.line(entry, model: model)
      else { continue }
      try take(bytes)
      count += 1
    }
    return count
  }

  /// Adds the entry of a line.
  ///
  /// - Parameter line: One line of an export.
  /// - Returns: Whether it is new. An existing answer is not replaced.
  /// - Throws: `LineFault`.
  public func take(line: [UInt8]) throws(LineFault) -> Bool {
    guard let entry = (try? JSONValue(parsing: line))?.objectValue,
      let (hash, bytes) = Self.line(entry, model: nil)
    else { throw .notAnEntry }
    let file = path(hash)
    if let known = Self.entry(at: file), known["request"] == entry["request"],
      Self.line(known, model: nil) != nil
    {
      return false
    }
    write(bytes, to: file)
    guard Self.entry(at: file) == entry else { throw .notWritten }
    return true
  }

  /// Returns an entry's hash and canonical form, or `nil` if it is not an entry or belongs to
  /// another model.
  private static func line(_ entry: JSONObject, model: String?) -> (String, [UInt8])? {
    guard let request = entry["request"], let uri = request.objectValue?["uri"]?.stringValue,
      uri == model ?? uri, entry["response"]?.objectValue?["text"]?.stringValue != nil
    else { return nil }
    let hash = SHA256Digest.hash(request.canonicalBytes()).hex
    return (hash, JSONValue.object(entry).canonicalBytes())
  }
}
