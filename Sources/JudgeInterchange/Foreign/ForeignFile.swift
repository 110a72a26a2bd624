/// Files of other tools that are not text.
package enum ForeignFile {
  /// Returns the reason why a file cannot be read, with the way to a file that can.
  ///
  /// - Parameter start: the first bytes of the file.
  /// - Returns: `nil` if the file may be text.
  package static func problem(of start: [UInt8]) -> String? {
    func begins(_ bytes: [UInt8]) -> Bool { start.starts(with: bytes) }
    if begins([0x50, 0x4b, 0x03, 0x04]) {
      return "is an archive; an Inspect log (.eval) becomes JSON with: inspect log convert FILE "
        + "--to json --output-dir DIR"
    }
    if begins(Array("PAR1".utf8)) {
      return "is a Parquet file; write it as JSON lines, with pandas: "
        + "pandas.read_parquet(FILE).to_json(OUT, orient=\"records\", lines=True)"
    }
    if begins([0x1f, 0x8b]) { return "is compressed with gzip; unpack it first" }
    if begins([0x28, 0xb5, 0x2f, 0xfd]) { return "is compressed with zstd; unpack it first" }
    if begins(Array("SQLite format 3\0".utf8)) {
      return "is a SQLite database; export its content as JSON lines"
    }
    return nil
  }
}
