/// Which files are tables of separated values, by their names.
public enum TableFile {
  /// Whether a path has the extension of a table: `.csv`, `.tsv` or `.tab`.
  public static func isTable(_ path: String) -> Bool {
    [".csv", ".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) }
  }

  /// The dialect determined by the file's name, or `nil` if the content decides.
  public static func dialect(_ path: String) -> CSVDialect? {
    [".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) } ? .tab : nil
  }
}
