import FoundationEssentials
import JudgeGit
import JudgeJSON
import JudgeRecords
import JudgeStore

/// The checks that git's hooks run.
public enum JudgeHooks {
  /// One reference that a push moves.
  struct Update: Hashable {
    /// The object before; all zeros for none.
    let old: String
    /// The object after; all zeros for none.
    let new: String
    /// The full name.
    let reference: String

    /// Reads a line of a `pre-receive` hook's input.
    init?(_ line: Substring) {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3 else { return nil }
      old = String(parts[0])
      new = String(parts[1])
      reference = String(parts[2])
    }

    static func isNone(_ object: String) -> Bool { object.allSatisfy { $0 == "0" } }
  }

  /// Checks a push to a server's store; git's quarantine is seen.
  ///
  /// - Parameters:
  ///   - input: the hook's standard input.
  ///   - folder: the repository.
  ///   - environment: the hook's variables, which name git's quarantine for a push's objects.
  /// - Returns: what is refused, `place: reason`; empty where the push may come in.
  /// - Throws: `JudgeError` where git cannot be asked.
  public static func preReceive(
    _ input: String, in folder: String = ".", environment: [String: String]
  ) async throws(JudgeError) -> [String] {
    try await JudgeError.wrap {
      let kept = environment.filter { GitProgram.repositoryVariables.contains($0.key) }
      let git = GitProgram(in: folder, variables: kept)
      func config(_ key: String) async throws -> String? {
        let done = try await git.run(["config", "--get", key], accepting: [0, 1])
        return done.lines.first.map(String.init)
      }
      let branch = try await config("judge.branch") ?? "judge"
      var check = ReceiveCheck()
      let updates = input.split(separator: "\n").compactMap { Update($0) }
      let trust = try await Self.trust(git, in: folder)
      var purge: ServerPurge?
      for update in updates where update.reference == "refs/heads/\(branch)" {
        let reviewers = try await Self.reviewers(config: try await config("judge.reviewers"))
        if try await !Self.isRewrite(update, git) {
          try await Self.branch(update, git, reviewers, trust, &check)
        } else {
          purge = try await ServerPurge(update, git, trust, &check)
        }
      }
      for update in updates
      where update.reference.hasPrefix("refs/tags/judge/") && !Update.isNone(update.old) {
        if let purge, try await purge.admits(update, git) { continue }
        check.refuse(update.reference, "version tags are never moved or deleted")
      }
      if check.refusals.isEmpty, let purge { try await purge.log(git) }
      return check.refusals.map { "\($0.place): \($0.reason)" }
    }
  }

  /// The reviewers that the server pins: a file with a source id a line, and `signed` after those
  /// who must sign.
  ///
  /// - Returns: source ids, and whether each must sign.
  private static func reviewers(config: String?) async throws -> [String: Bool] {
    guard let config, !config.isEmpty else { return [:] }
    let bytes = try JudgeRepository.readFile(config)
    var reviewers: [String: Bool] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let id = words.first, !id.hasPrefix("#") else { continue }
      reviewers[String(id)] = words.dropFirst().contains("signed")
    }
    return reviewers
  }

  private static func branch(
    _ update: Update, _ git: GitProgram, _ reviewers: [String: Bool], _ trust: TrustSettings,
    _ check: inout ReceiveCheck
  ) async throws {
    guard !Update.isNone(update.new) else {
      check.refuse(update.reference, "the branch is not deleted")
      return
    }
    var hidden: Set<ContentID> = []
    if !Update.isNone(update.old) {
      // Before a push the other side may have what was never fetched; git itself refuses then.
      let isHere = try await git.run(["cat-file", "-e", update.old], accepting: nil)
      guard isHere.status == 0 else { return }
      hidden = try await RedactionReader(git, trust: trust).fold(at: update.old).hidden
    }
    let before = Update.isNone(update.old) ? Self.emptyTree : update.old
    let diff = try await git.run([
      "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", before, update.new,
    ])
    let changes = TreeEntryChange.read(diff.output)
    let new = changes.filter { change in
      check.admits(change) && check.admits(change, redacted: hidden)
    }
    let bytes = try await Self.blobs(new.map(\.object), git)
    // The labels of pinned reviewers, and whose each is.
    var pinned: [(path: String, source: String)] = []
    for (change, content) in zip(new, bytes) {
      guard let content else {
        check.refuse(change.path, "its bytes are over the limit of 1 MiB, or missing")
        continue
      }
      if let source = check.check(content, of: change), reviewers[source] != nil {
        pinned.append((change.path, source))
      }
    }
    if changes.contains(where: { $0.path == TrustSettings.ownersFile }) {
      try await owners(update, git, trust, &check)
    }
    if !pinned.isEmpty { try await authors(update, git, reviewers, trust, pinned, &check) }
  }

  /// The bytes of blobs, in order; `nil` for what is missing or over 1 MiB.
  static func blobs(
    _ objects: [String], _ git: GitProgram
  ) async throws -> [[UInt8]?] {
    guard !objects.isEmpty else { return [] }
    let input = Array((objects.joined(separator: "\n") + "\n").utf8)
    // Sizes first: a push of huge files must not fill the memory.
    let sizes = try await git.run(
      ["cat-file", "--batch-check=%(objectsize)"], input: input
    ).lines.map { Int($0) ?? .max }
    let small = zip(objects, sizes).filter { $0.1 <= Record.maximumSize }.map(\.0)
    var contents: [[UInt8]] = []
    // Some thousand at a time.
    for start in stride(from: 0, to: small.count, by: 4000) {
      let part = small[start..<min(start + 4000, small.count)]
      let output = try await git.run(
        ["cat-file", "--batch=%(objectsize)"],
        input: Array((part.joined(separator: "\n") + "\n").utf8)
      ).output
      var place = 0
      while place < output.count, let end = output[place...].firstIndex(of: 0x0a) {
        let size = Int(String(decoding: output[place..<end], as: UTF8.self)) ?? 0
        contents.append(Array(output[(end + 1)..<(end + 1 + size)]))
        place = end + 2 + size
      }
    }
    var next = 0
    return sizes.map { size in
      guard size <= Record.maximumSize, next < contents.count else { return nil }
      next += 1
      return contents[next - 1]
    }
  }

  /// Holds the labels of pinned reviewers against the commits that bring them.
  ///
  /// What a merge alone brings is nobody's.
  private static func authors(
    _ update: Update, _ git: GitProgram, _ reviewers: [String: Bool], _ trust: TrustSettings,
    _ labels: [(path: String, source: String)], _ check: inout ReceiveCheck
  ) async throws {
    let range = Update.isNone(update.old) ? [update.new] : [update.new, "^" + update.old]
    let introductions = try await Introductions(
      of: ["assessments", "adjudications"], in: range, git)
    var signed: [String: Bool] = [:]
    for (path, source) in labels {
      let mustSign = reviewers[source] ?? false
      let commits = introductions.commits[path] ?? []
      let own = commits.filter { $0.email == source }
      var isSigned = false
      if mustSign || trust.signers?.lists(source) == true {
        for commit in own where !isSigned {
          let key = "\(commit.id) \(source)"
          if signed[key] == nil, let signers = trust.signers {
            signed[key] =
              try await SignatureVerifier(git, signers: signers)
              .verify(commit.id, by: source) == .good
          }
          isSigned = signed[key] ?? false
        }
      } else {
        isSigned = true
      }
      check.checkAuthor(
        of: source, at: path, isOwn: !own.isEmpty, isSigned: isSigned,
        author: commits.first?.email)
    }
  }
}
