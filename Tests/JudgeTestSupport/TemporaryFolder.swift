public import Foundation

/// A folder of its own for one test, removed with everything in it when the value goes.
public final class TemporaryFolder: Sendable {
  /// The folder.
  public let url: URL

  /// Its path.
  public var path: String { url.path }

  /// Creates a folder with a name of its own.
  public init(_ label: String = "git-judge-test") throws {
    // Resolved, because git prints the real path where /tmp is a symbolic link.
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("\(label)-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// The place of a file or folder inside.
  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  deinit { try? FileManager.default.removeItem(at: url) }
}
