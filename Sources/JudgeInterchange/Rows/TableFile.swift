/// Recognizes tables of separated values by their file names and their beginning.
public enum TableFile {
  private static let tables = [".csv", ".tsv", ".tab"]
  private static let documents = [".json", ".jsonl", ".ndjson"]

  /// Returns whether a file is a table rather than JSON.
  ///
  /// The extension decides. If it says nothing, as for standard input, the first character does:
  /// JSON begins with a brace or a bracket.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - start: the first bytes.
  /// - Returns: whether it is a table.
  public static func isTable(_ path: String, beginning start: some Collection<UInt8>) -> Bool {
    let name = path.lowercased()
    if tables.contains(where: name.hasSuffix) { return true }
    if documents.contains(where: name.hasSuffix) { return false }
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]
    guard let first = start.first(where: { !blanks.contains($0) }) else { return false }
    return first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
  }

  /// Returns the dialect for a file's name, or `nil` if the content decides.
  public static func dialect(_ path: String) -> CSVDialect? {
    [".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) } ? .tab : nil
  }
}
