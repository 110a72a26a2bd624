import JudgeGit
import JudgeRecords

/// The names that an accepted history already has.
///
/// They still work, even if they break the rule.
struct KnownNames {
  /// Reads the names of a commit's records.
  ///
  /// It is called only if a push contains a name that breaks the rule.
  ///
  /// - Returns: the names that break the rule.
  static func refused(
    at revision: String, _ git: GitProgram
  ) async throws(GitError) -> Set<String> {
    let kinds: [RecordKind] = [
      .experiment, .registration, .judge, .rubric, .assignment, .adjudication, .assessment,
      .verdicts,
    ]
    let listed = try await git.run(
      ["ls-tree", "-r", "-z", revision, "--"] + kinds.compactMap(\.folder).map { $0 + "/" })
    let objects = listed.output.split(separator: 0).compactMap { entry -> String? in
      let parts = entry.split(separator: UInt8(ascii: " "), maxSplits: 2)
      return parts.count == 3 ? String(decoding: parts[2].prefix(40), as: UTF8.self) : nil
    }
    var found: Set<String> = []
    try await ObjectStream(git).read(objects) { object throws(GitError) in
      guard object.size <= Record.maximumSize, let record = try? Record(reading: object.bytes)
      else {
        return
      }
      for (kind, text) in RecordName.names(in: record)
      where RecordName.complaint(text, as: kind) != nil {
        found.insert(text)
      }
    }
    return found
  }
}
