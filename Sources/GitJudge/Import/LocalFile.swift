import Foundation
import JudgeWork

/// Files outside the store.
public enum LocalFile {
  /// Opens a file; `-` for standard input.
  static func openForReading(_ path: String) throws -> FileHandle {
    if path == "-" { return FileHandle.standardInput }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw JudgeFailure(.notFound, "\(path): there is no such file")
    }
    guard !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path) else {
      throw JudgeFailure(.invalid, "\(path): cannot be read as a file")
    }
    return file
  }

  /// Reads the next piece of a file; the result is empty at the end.
  static func readPiece(_ file: FileHandle, _ path: String) throws -> [UInt8]? {
    do {
      return try file.read(upToCount: 1 << 20).map { [UInt8]($0) }
    } catch { throw JudgeFailure(.invalid, "\(path): \(error.localizedDescription)") }
  }

  /// The maximum size in bytes of a file that is read as a whole.
  ///
  /// Such files hold a judge, a rubric, examples or prices.
  public static let longestFile = 16 << 20

  /// Reads a whole file of moderate size.
  ///
  /// - Parameter path: the file, or `-` for standard input.
  /// - Returns: the file's bytes.
  /// - Throws: `JudgeFailure` for a file that cannot be read or has more than ``longestFile``
  ///   bytes.
  public static func readFile(_ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try readPieces(path) { piece in
      guard bytes.count + piece.count <= longestFile else {
        throw JudgeFailure(
          .invalid,
          "\(path): has more than \(longestFile >> 20) MiB, the most that is read of "
            + "such a file", remedy: "is it the right file?")
      }
      bytes += piece
      return true
    }
    return bytes
  }

  /// Reads a file piece by piece.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - body: takes a piece and returns whether to continue.
  /// - Throws: `JudgeFailure` for a file that cannot be read, and the errors of the closure.
  static func readPieces(
    _ path: String, _ body: ([UInt8]) throws -> Bool
  ) throws {
    let file = try openForReading(path)
    defer { if path != "-" { try? file.close() } }
    while let piece = try readPiece(file, path), !piece.isEmpty {
      guard try body(piece) else { return }
    }
  }

  /// Returns the size of a file in bytes, or 0 if it is unknown.
  static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
