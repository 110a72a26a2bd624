import Foundation

extension JudgeRepository {
  /// Opens a file, `-` for standard input.
  static func openForReading(_ path: String) throws(JudgeError) -> FileHandle {
    if path == "-" { return FileHandle.standardInput }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw JudgeError(.notFound, "\(path): there is no such file")
    }
    guard !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path) else {
      throw JudgeError(.invalid, "\(path): cannot be read as a file")
    }
    return file
  }

  /// The next piece of a file; empty at its end.
  static func readPiece(_ file: FileHandle, _ path: String) throws(JudgeError) -> [UInt8]? {
    do {
      return try file.read(upToCount: 1 << 20).map { [UInt8]($0) }
    } catch { throw JudgeError(.invalid, "\(path): \(error.localizedDescription)") }
  }

  /// A whole file.
  public static func readFile(_ path: String) throws(JudgeError) -> [UInt8] {
    let file = try openForReading(path)
    var bytes: [UInt8] = []
    while let piece = try readPiece(file, path), !piece.isEmpty { bytes += piece }
    if path != "-" { try? file.close() }
    return bytes
  }

  /// How large a file is, in bytes; 0 where that is not known.
  static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
