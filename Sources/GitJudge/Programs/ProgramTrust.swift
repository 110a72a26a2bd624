import FoundationEssentials
import JudgeJSON
import JudgeRecords
import JudgeWork

/// The files of trusted programs, as `git judge trust` recorded them.
///
/// They are kept in this clone's state, never in a record.
///
/// There is one file per judge, `trusted/<hash>.json`. It holds the SHA-256 of each file inside the
/// work tree that the judge's commands named when a person allowed them to run.
struct ProgramTrust: Sendable {
  private let folder: String

  /// Creates the trust of a clone.
  ///
  /// - Parameter stateDirectory: the folder of files that belong to one clone.
  init(stateDirectory: String) { folder = stateDirectory + "/trusted" }

  private func path(_ judge: ContentID) -> String { "\(folder)/\(judge.hex).json" }

  /// Returns the recorded files of a judge.
  ///
  /// `nil` if none were recorded, or if the state file cannot be read.
  func files(of judge: ContentID) -> ProgramFiles? {
    guard let data = FileManager.default.contents(atPath: path(judge)),
      let object = (try? JSONValue(parsing: Array(data)))?.objectValue,
      object["v"]?.intValue == 1, let members = object["files"]?.objectValue
    else { return nil }
    var digests: [String: String] = [:]
    for member in members { digests[member.key] = member.value.stringValue ?? "" }
    return ProgramFiles(digests)
  }

  /// Records the files of a trusted judge.
  ///
  /// - Parameters:
  ///   - files: the files, with their hashes.
  ///   - judge: the judge.
  /// - Throws: `JudgeFailure` if the clone's folder cannot be written.
  func keep(_ files: ProgramFiles, of judge: ContentID) throws {
    var members = JSONObject()
    for (path, digest) in files.digests { members[path] = .string(digest) }
    let document: JSONValue = ["v": 1, "files": .object(members)]
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(document.canonicalBytes()).write(
        to: URL(filePath: path(judge)), options: .atomic)
    } catch {
      throw JudgeFailure(
        .store, "\(path(judge)) could not be written: \(error)",
        remedy: "see who owns the folder and whether the disk is full")
    }
  }
}
