/// The source of an import: a file, or bytes made by the program.
public struct ImportSource: Sendable {
  /// The file's path, or the name under which errors speak of the bytes.
  public let path: String
  private let bytes: [UInt8]?

  /// A file, `-` for standard input.
  public init(path: String) {
    self.path = path
    bytes = nil
  }

  /// Bytes in memory.
  ///
  /// - Parameters:
  ///   - bytes: JSON lines, or MLflow's trace JSON.
  ///   - name: the name under which errors speak of them.
  public init(_ bytes: [UInt8], name: String) {
    path = name
    self.bytes = bytes
  }

  /// The number of bytes, or 0 if it is unknown.
  var size: Int { bytes?.count ?? LocalFile.size(of: path) }

  /// Reads piece by piece.
  ///
  /// - Parameter body: takes a piece and returns whether it wants more.
  /// - Throws: `JudgeFailure` for a file that cannot be read, and what the closure throws.
  func read(_ body: ([UInt8]) throws -> Bool) throws {
    guard let bytes else { return try LocalFile.readPieces(path, body) }
    _ = try body(bytes)
  }
}
