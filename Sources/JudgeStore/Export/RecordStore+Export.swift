import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Writes all files of the branch into a folder, for `grep` and the like.
  ///
  /// Files that are there with the same path are replaced; others are left alone. Links, submodules
  /// and names such as `..` of the branch are passed over: they could lead out of the folder. A link
  /// that lies in the folder is not followed: a file replaces it, and in the place of a folder it is
  /// an error.
  ///
  /// - Parameter directory: the folder, made if it is missing.
  /// - Returns: how many files were written, and how many a redaction keeps back.
  /// - Throws: `no-store`, `io` if the folder cannot be written.
  @discardableResult
  public func export(
    to directory: String
  ) async throws(StoreError) -> (written: Int, redacted: Int) {
    let tip = try requiredTip()
    let hidden = try await redactions(at: tip).hidden
    let all = try git { () throws(GitError) in
      try repository.files(in: tip.tree).filter {
        $0.mode != .symlink && $0.mode != .gitlink && Self.staysInside($0.path)
      }
    }
    let files = all.filter { file in
      Place(file.path).hash.map { !hidden.contains($0) } ?? true
    }
    try await fetchMissing(files.map(\.id))
    var made: Set<Substring> = []
    for (path, _, id) in WorkProgress.counted(files, "Writing files") {
      let bytes = try git { () throws(GitError) in try repository.blob(id) }
      let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
      do {
        if made.insert(folder).inserted {
          try Self.checkFolders(folder, in: directory)
          try FileManager.default.createDirectory(
            atPath: "\(directory)/\(folder)", withIntermediateDirectories: true, attributes: nil)
        }
        // A new file, so that bytes never go where a link leads.
        if Self.isLink("\(directory)/\(path)") {
          try FileManager.default.removeItem(atPath: "\(directory)/\(path)")
        }
        try Data(bytes).write(to: URL(filePath: "\(directory)/\(path)"))
      } catch let error as StoreError {
        throw error
      } catch {
        throw StoreError(
          .io, "\(directory)/\(path) could not be written: \(Self.reason(error))",
          remedy: "see who owns the folder and whether the disk is full")
      }
    }
    return (files.count, all.count - files.count)
  }

  /// Refuses a folder that is reached through a link below the target.
  private static func checkFolders(
    _ folder: Substring, in directory: String
  ) throws(StoreError) {
    var path = directory
    for part in folder.split(separator: "/") {
      path += "/" + part
      guard isLink(path) else { continue }
      throw StoreError(
        .io, "\(path) is a symbolic link, and files of the store are not written through it",
        remedy: "remove the link, or export to another folder")
    }
  }

  private static func isLink(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeSymbolicLink
  }

  /// Whether a path of an untrusted tree stays inside the folder and outside a repository around
  /// it.
  private static func staysInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !["", ".", "..", ".git"].contains(part.lowercased()) && !part.utf8.contains(0)
    }
  }

  /// Why a file cannot be written, in words instead of Foundation's dump of the error.
  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission?: "no permission"
    case .fileWriteOutOfSpace?: "the disk is full"
    case .fileWriteVolumeReadOnly?: "the disk is read-only"
    case .fileWriteFileExists?: "a file is in the way of a folder"
    case .fileNoSuchFile?, .fileReadNoSuchFile?: "its folder is gone"
    default: "the system refused"
    }
  }
}
