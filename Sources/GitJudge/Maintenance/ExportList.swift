import Foundation
import JudgeJSON

/// The paths of this clone's exports, so that a redaction can report them.
struct ExportList: Sendable {
  private let file: String

  /// Creates the list of a clone.
  ///
  /// - Parameter folder: the clone's folder for such files.
  init(in folder: String) { file = folder + "/exports.json" }

  /// The folders that still exist, sorted.
  var folders: [String] {
    known.filter { FileManager.default.fileExists(atPath: $0) }
  }

  private var known: [String] {
    let bytes = FileManager.default.contents(atPath: file).map { [UInt8]($0) } ?? []
    let list = (try? JSONValue(parsing: bytes))?.objectValue?["folders"]?.arrayValue ?? []
    return list.compactMap(\.stringValue)
  }

  /// Adds a folder.
  ///
  /// - Parameter folder: its path, from the current folder if it is relative.
  /// - Throws: an error if the list cannot be written, because an export must be in the list.
  func add(_ folder: String) throws {
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    let all = Set(folders + [path]).sorted()
    let document: JSONValue = ["folders": .array(all.map { .string($0) })]
    let url = URL(fileURLWithPath: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(document.canonicalBytes()).write(to: url, options: .atomic)
  }
}
