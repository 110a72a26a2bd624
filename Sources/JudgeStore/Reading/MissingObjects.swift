internal import JudgeRecords
public import JudgeWork

/// The objects that the branch refers to and that the repository should have but lacks.
public struct MissingObjects: Hashable, Sendable {
  /// The folders of the tree that cannot be read; git no longer knows their contents.
  public let folders: [String]
  /// The files of the tree whose bytes are lost.
  public let files: [String]

  /// Creates a list of missing objects.
  ///
  /// - Parameters:
  ///   - folders: the folders that cannot be read.
  ///   - files: the files whose bytes are lost.
  public init(folders: [String], files: [String]) {
    self.folders = folders
    self.files = files
  }

  /// Whether there are no missing objects.
  public var isEmpty: Bool { folders.isEmpty && files.isEmpty }

  /// A warning for people, with a remedy.
  public var warning: Notice {
    var parts: [String] = []
    if !files.isEmpty { parts.append(Count.of(files.count, "record")) }
    if !folders.isEmpty {
      parts.append(Count.of(folders.count, "folder of records", "folders of records"))
    }
    let shown = (folders + files).prefix(3).joined(separator: ", ")
    return Notice(
      "\(parts.joined(separator: " and ")) of the branch cannot be read: objects are missing "
        + "from the repository (\(shown)\(folders.count + files.count > 3 ? ", …" : "")); "
        + "some of what is shown may come from the index alone", remedy: .run(.repairStore))
  }
}
