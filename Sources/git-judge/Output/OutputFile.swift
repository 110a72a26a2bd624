import Foundation
import GitJudge

/// A file, or standard output, that lines are written to.
///
/// A file appears under its name only when it is complete.
struct OutputFile {
  private let path: String?
  private let part: String?
  private let file: FileHandle?

  init(path: String?) throws {
    self.path = path
    guard let path else {
      (part, file) = (nil, nil)
      return
    }
    let part = path + ".part"
    guard FileManager.default.createFile(atPath: part, contents: nil),
      let file = FileHandle(forWritingAtPath: part)
    else { throw JudgeFailure(.invalid, "\(path): cannot be written") }
    self.part = part
    self.file = file
  }

  func write(_ text: String) throws {
    guard let file, let path else { return Console.write(text) }
    do { try file.write(contentsOf: Data(text.utf8)) } catch {
      throw JudgeFailure(.invalid, "\(path): \(error.localizedDescription)")
    }
  }

  func close() throws {
    guard let file, let path, let part else { return }
    do {
      try file.close()
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.moveItem(atPath: part, toPath: path)
    } catch { throw JudgeFailure(.invalid, "\(path): \(error.localizedDescription)") }
  }

  /// The name of standard output.
  static let standardOutput = "-"

  /// Writes a whole text to a file, or to standard output for `-`.
  static func write(_ text: String, to path: String) throws {
    guard !path.isEmpty else { throw JudgeFailure(.usage, "the name of the file is empty") }
    let file = try OutputFile(path: path == standardOutput ? nil : path)
    try file.write(text)
    try file.close()
  }
}
