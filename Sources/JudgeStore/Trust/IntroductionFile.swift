import FoundationEssentials
import JudgeGit
import JudgeRecords

/// The file that keeps an ``IntroductionLog`` between two commands.
///
/// A cache: if it cannot be read or written, the history is walked again.
struct IntroductionFile {
  private let folder: String
  private let path: String

  /// The number of commits and records that may be walked again before the file is rewritten.
  private static let patience = 200

  init(in folder: String, branch: String) {
    self.folder = folder
    let name = branch == "judge" ? branch : ContentID(hashing: Array(branch.utf8)).prefix(16)
    path = "\(folder)/introductions-\(name)"
  }

  /// The stored log, or empty if there is none, or if the beginning of a shallow history has been
  /// fetched since.
  func read(_ repository: borrowing Repository) -> IntroductionLog {
    guard let bytes = try? SmallFile.read(path), let log = IntroductionLog(serialized: bytes),
      !Self.goesOn(log, repository)
    else { return IntroductionLog() }
    return log
  }

  /// Whether the history continues where a log ends.
  static func goesOn(
    _ log: IntroductionLog, _ repository: borrowing Repository
  ) -> Bool {
    for place in log.boundary {
      guard let commit = try? repository.commit(log.nodes[place].id) else { continue }
      for parent in commit.parents
      where log.place(of: parent) == nil && repository.objectExists(parent) {
        return true
      }
    }
    return false
  }

  /// Deletes the log, so that the history is walked again.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Keeps a log if walking again would cost more.
  ///
  /// - Returns: the log to go on with.
  func save(_ log: IntroductionLog) -> IntroductionLog {
    guard log.unsaved > Self.patience, (try? StateDirectory.create(folder)) != nil else {
      return log
    }
    let bytes = log.serialized()
    guard (try? SmallFile.replace(path, with: bytes)) != nil else { return log }
    return IntroductionLog(serialized: bytes) ?? log
  }
}
