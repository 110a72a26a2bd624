import Foundation

/// A text that the repository keeps beside the tests, so that a change of it is seen and decided.
public enum Snapshot {
  /// Set to 1, it writes what the tests found instead of comparing.
  public static let variable = "GIT_JUDGE_REWRITE_SNAPSHOTS"

  /// Compares a text with the one that is kept in `Tests/Snapshots`.
  ///
  /// - Parameters:
  ///   - text: what a test found.
  ///   - name: the file's name without its ending.
  ///   - file: a source file of the package.
  /// - Returns: where they differ first, and what to do; `nil` where they are the same.
  /// - Throws: where a snapshot cannot be written.
  public static func difference(
    of text: String, from name: String, file: String = #filePath
  ) throws -> String? {
    let folder = PackageFolder.root(from: file).appendingPathComponent("Tests/Snapshots")
    let url = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment[variable] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      return nil
    }
    let advice = "set \(variable)=1 to write it anew, and look at the difference"
    guard let kept = try? String(contentsOf: url, encoding: .utf8) else {
      return "there is no snapshot \(name): \(advice)"
    }
    guard kept != text else { return nil }
    let (old, new) = (lines(kept), lines(text))
    let place = zip(old, new).prefix { $0 == $1 }.count
    return "the snapshot \(name) differs at line \(place + 1)\n"
      + "kept:  \(place < old.count ? old[place] : "(end)")\n"
      + "found: \(place < new.count ? new[place] : "(end)")\n\(advice)"
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
