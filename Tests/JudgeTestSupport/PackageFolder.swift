public import Foundation

/// Where the package and its test data lie.
public enum PackageFolder {
  /// The folder that holds `Package.swift`, found from the caller's source file upwards.
  public static func root(from file: String = #filePath) -> URL {
    var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    while folder.path != "/" {
      let manifest = folder.appendingPathComponent("Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) { return folder }
      folder = folder.deletingLastPathComponent()
    }
    return URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
  }

  /// A file or folder of the data shared by all checkouts, `nil` where it is absent.
  ///
  /// It is looked for in the folder that `GIT_JUDGE_DATA` names, else in `../shared/data` beside
  /// the package.
  public static func sharedData(_ name: String, from file: String = #filePath) -> URL? {
    let folder =
      ProcessInfo.processInfo.environment["GIT_JUDGE_DATA"].map { URL(fileURLWithPath: $0) }
      ?? root(from: file).deletingLastPathComponent().appendingPathComponent("shared/data")
    let url = folder.appendingPathComponent(name)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
