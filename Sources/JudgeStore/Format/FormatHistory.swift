import JudgeGit
import JudgeRecords

/// Finds the `format.json` in force in a history, using only git.
///
/// The file is written once. A commit that changes or removes it has no effect unless an owner has
/// signed it; otherwise one push could close a store for everybody.
struct FormatHistory: Sendable {
  /// A `format.json` in force.
  struct Found: Hashable, Sendable {
    let blob: ObjectID
    let format: StoreFormat
  }

  private let git: GitProgram
  private let trust: TrustSettings

  init(_ git: GitProgram, trust: TrustSettings) {
    self.git = git
    self.trust = trust
  }

  /// Returns the format in force at a commit.
  ///
  /// - Parameter revision: the commit.
  /// - Returns: the format of the first commit with a readable one (of several first commits, the
  ///   oldest format), raised by later changes of owners. `nil` if there never was one.
  /// - Throws: if git cannot be run.
  func inForce(at revision: String) async throws(GitError) -> Found? {
    let log = try await git.run([
      "log", "--topo-order", "--reverse", "--full-history", "--no-merges", "--raw", "--no-abbrev",
      "--no-renames", "--format=%x01%H", revision, "--", StoreFormat.path,
    ])
    var commit = ""
    var events: [(commit: String, isFirst: Bool, blob: ObjectID)] = []
    for line in log.lines {
      if line.hasPrefix("\u{1}") {
        commit = String(line.dropFirst())
        continue
      }
      let parts = line.split(separator: " ")
      guard parts.count >= 5, parts[1] == "100644", let blob = ObjectID(hex: parts[3]) else {
        continue
      }
      events.append((commit, parts[4].hasPrefix("A"), blob))
    }
    guard !events.isEmpty else { return nil }
    var known: [ObjectID: StoreFormat] = [:]
    let blobs = Array(Set(events.map(\.blob)))
    for object in try await ObjectStream(git).all(blobs.map(\.hex)) where object.kind == .blob {
      known[blobs[object.index]] = try? StoreFormat(object.bytes)
    }
    let first = events.filter { $0.isFirst && known[$0.blob] != nil }
      .min { (known[$0.blob]?.format ?? .max) < (known[$1.blob]?.format ?? .max) }
    guard let first, let format = known[first.blob] else { return nil }
    var found = Found(blob: first.blob, format: format)
    for event in events {
      guard let format = known[event.blob], format.format > found.format.format,
        try await isSigned(event.commit, at: revision)
      else { continue }
      found = Found(blob: event.blob, format: format)
    }
    return found
  }

  /// Returns whether a commit is an owner's and signed by a pinned key.
  private func isSigned(_ commit: String, at revision: String) async throws(GitError) -> Bool {
    guard trust.signers != nil, let id = ObjectID(hex: commit) else { return false }
    return try await ReceiveTrust(git, trust: trust).state(at: revision).mayMigrate(id, trust)
  }
}
