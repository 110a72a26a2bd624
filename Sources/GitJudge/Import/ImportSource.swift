/// The source of an import: a file, or bytes made by the program.
public struct ImportSource: Sendable {
  /// The file's path, or the name of the bytes in error messages.
  public let path: String
  private let bytes: [UInt8]?

  /// Creates the source for a file; `-` for standard input.
  public init(path: String) {
    self.path = path
    bytes = nil
  }

  /// Creates the source for bytes in memory.
  ///
  /// - Parameters:
  ///   - bytes: JSON lines, or MLflow's trace JSON.
  ///   - name: the name of the bytes in error messages.
  public init(_ bytes: [UInt8], name: String) {
    path = name
    self.bytes = bytes
  }

  /// The number of bytes, or 0 if it is unknown.
  var size: Int { bytes?.count ?? LocalFile.size(of: path) }

  /// Reads the source piece by piece.
  ///
  /// - Parameter body: takes a piece and returns whether to continue.
  /// - Throws: `JudgeFailure` for a file that cannot be read, and the errors of the closure.
  func read(_ body: ([UInt8]) throws -> Bool) throws {
    guard let bytes else { return try LocalFile.readPieces(path, body) }
    _ = try body(bytes)
  }
}
