/// Recognizes tables of separated values by their file names.
public enum TableFile {
  /// Returns whether a path has the extension of a table: `.csv`, `.tsv` or `.tab`.
  public static func isTable(_ path: String) -> Bool {
    [".csv", ".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) }
  }

  /// Returns the dialect for a file's name, or `nil` if the content decides.
  public static func dialect(_ path: String) -> CSVDialect? {
    [".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) } ? .tab : nil
  }
}
