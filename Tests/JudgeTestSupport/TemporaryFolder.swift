public import Foundation
import Synchronization

/// A folder of its own for one test, removed with everything in it when the value goes.
///
/// A value that lives to the end of the run, such as one in a static property, is never released:
/// its folder is removed when the process exits.
public final class TemporaryFolder: Sendable {
  /// The folder.
  public let url: URL

  /// Its path.
  public var path: String { url.path }

  /// The folders that are there now.
  private static let present = Mutex<Set<URL>>([])

  /// Removes at exit what is left.
  private static let cleansAtExit = atexit {
    for url in TemporaryFolder.present.withLock({ $0 }) {
      try? FileManager.default.removeItem(at: url)
    }
  }

  /// Creates a folder with a name of its own.
  public init(_ label: String = "git-judge-test") throws {
    // Resolved, because git prints the real path where /tmp is a symbolic link.
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("\(label)-\(UUID().uuidString)", isDirectory: true)
    _ = Self.cleansAtExit
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    Self.present.withLock { [url] in _ = $0.insert(url) }
  }

  /// The place of a file or folder inside.
  public func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  deinit {
    try? FileManager.default.removeItem(at: url)
    Self.present.withLock { [url] in _ = $0.remove(url) }
  }
}
