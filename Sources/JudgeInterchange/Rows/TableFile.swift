/// Which files are tables of separated values, by their names.
public enum TableFile {
  /// Whether a path ends as tables do: `.csv`, `.tsv` or `.tab`.
  public static func isTable(_ path: String) -> Bool {
    [".csv", ".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) }
  }

  /// The dialect that a name fixes; `nil` if the content decides.
  public static func dialect(_ path: String) -> CSVDialect? {
    [".tsv", ".tab"].contains { path.lowercased().hasSuffix($0) } ? .tab : nil
  }
}
