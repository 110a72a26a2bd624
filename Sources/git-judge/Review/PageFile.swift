import Foundation
import GitJudge

/// An HTML file that a command writes.
enum PageFile {
  /// Refuses a path with a file that this program has not written.
  ///
  /// - Parameter path: the path of the page.
  /// - Throws: `JudgeFailure` for a folder, or a file that is not a page of git-judge.
  static func check(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    let start = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 400) }
    let text = String(decoding: start ?? Data(), as: UTF8.self)
    guard isFolder.boolValue || !text.contains("of git-judge -->") else { return }
    throw JudgeFailure(
      .usage, "\(path): is \(isFolder.boolValue ? "a folder" : "another file"), and is kept",
      remedy: .advice("choose another name for the page"))
  }

  /// Writes a page, so that an interrupted write leaves the old file.
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw JudgeFailure(.store, "\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
