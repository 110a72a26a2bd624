import FoundationEssentials
import JudgeGit

/// The last tips that were seen in this clone, so that a rewritten history is noticed.
///
/// A tip is forgotten once a later one holds all its records. Tips whose records are gone stay, to
/// show what vanished, even in a bare repository, which has no reflog. The file has one line per
/// tip: branch, tab, commit. The newest tip is last.
struct SeenTips {
  struct Line: Hashable {
    let branch: String
    let commit: ObjectID
  }

  static let limit = 64

  private let file: String
  private(set) var lines: [Line]

  init(in folder: String) {
    file = folder + "/tips"
    let data = FileManager.default.contents(atPath: file) ?? Data()
    lines = String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t")
      guard parts.count == 2, let commit = ObjectID(hex: parts[1]) else { return nil }
      return Line(branch: String(parts[0]), commit: commit)
    }
  }

  /// The tips of a branch, the newest last.
  func commits(of branch: String) -> [ObjectID] {
    lines.filter { $0.branch == branch }.map(\.commit)
  }

  /// Puts other tips in the place of those known for a branch and writes the file.
  ///
  /// A failure to write is not an error: the tips are then noted by a later call.
  mutating func replace(_ commits: [ObjectID], of branch: String) {
    lines.removeAll { $0.branch == branch }
    lines += commits.suffix(Self.limit).map { Line(branch: branch, commit: $0) }
    let text = lines.map { "\($0.branch)\t\($0.commit)\n" }.joined()
    // Not `Data`'s atomic write: it waits for the disk, a tenth of the time of a small commit.
    try? SmallFile.replace(file, with: Array(text.utf8))
  }
}
