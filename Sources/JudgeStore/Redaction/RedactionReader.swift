package import JudgeGit
package import JudgeRecords

/// Works out which redactions of a commit are in force, by git alone: in a hook the objects of a
/// push lie where only git finds them.
package struct RedactionReader: Sendable {
  private let git: GitProgram
  private let trust: TrustSettings
  /// Requests that were in force here before: what was hidden stays hidden, whatever key is pinned
  /// since.
  private let before: Set<ContentID>

  package init(_ git: GitProgram, trust: TrustSettings, before: Set<ContentID> = []) {
    self.git = git
    self.trust = trust
    self.before = before
  }

  /// The redactions in force and those that wait.
  ///
  /// - Parameter revision: the commit.
  /// - Returns: the fold over the commit's `redactions/`.
  /// - Throws: where git cannot be asked.
  package func fold(at revision: String) async throws(GitError) -> RedactionFold {
    let listed = try await git.run(["ls-tree", "-r", "-z", revision, "--", "redactions/"])
    let paths = listed.output.split(separator: 0).compactMap { entry -> RecordPath? in
      let text = String(decoding: entry, as: UTF8.self)
      return text.split(separator: "\t").last.flatMap { RecordPath($0) }
    }
    guard !paths.isEmpty else { return RedactionFold() }
    let names = paths.compactMap(\.text)
    let contents = try await blobs(names.map { "\(revision):\($0)" })
    let introductions = try await Introductions(of: ["redactions"], in: [revision], git)
    // Who brought something is not known there; what must not be shown is not shown then.
    let boundary = try await Introductions.boundary(of: revision, git)
    var checked: [String: Bool] = [:]
    var requests: [RedactionFold.Request] = []
    for (path, content) in zip(paths, contents) {
      // Of a newer version too: what must not be shown stays hidden.
      guard let content, let record = try? Record(reading: content, named: path.id),
        record.kind == .redaction, let value = try? Redaction(fields: record.fields)
      else { continue }
      var isVouched = before.contains(path.id)
      for commit in introductions.commits[path.text ?? ""] ?? [] where !isVouched {
        isVouched = boundary.contains(commit.id)
        if isVouched { break }
        isVouched = try await vouches(commit, for: value.source.id, &checked)
      }
      requests.append(
        RedactionFold.Request(id: path.id, value: value, isVouched: isVouched))
    }
    let owners = Set(try await self.owners(at: revision))
    let others = requests.filter { $0.isVouched && !owners.contains($0.value.source.id) }
    let known = try await authors(
      of: Set(others.flatMap(\.value.hashes)), at: revision, boundary)
    var authors = known.authors
    for request in others {
      for hash in request.value.hashes where known.unknown.contains(hash) {
        authors[hash, default: []].insert(request.value.source.id)
      }
    }
    return RedactionFold(requests, owners: owners, authors: authors)
  }

  /// The owners: those that are pinned, else those that the branch lists.
  package func owners(at revision: String) async throws(GitError) -> [String] {
    if let pinned = trust.owners { return pinned }
    let file = try await git.run(
      ["cat-file", "blob", "\(revision):\(TrustSettings.ownersFile)"], accepting: nil)
    return file.status == 0 ? TrustSettings.list(file.text) : []
  }

  /// Whether a commit is somebody's own: by its author, and signed where they have a key.
  private func vouches(
    _ commit: Introductions.Commit, for source: String, _ checked: inout [String: Bool]
  ) async throws(GitError) -> Bool {
    guard commit.email == source else { return false }
    guard let signers = trust.signers, signers.lists(source) else { return true }
    if let known = checked[commit.id] { return known }
    let verdict = try await SignatureVerifier(git, signers: signers)
      .verify(commit.id, by: source)
    checked[commit.id] = verdict == .good
    return verdict == .good
  }

  /// Who may hide a hash besides owners: a label's own source, and whoever brought anything else.
  ///
  /// A label whose source id is no e-mail address was imported: its importer may hide it.
  private func authors(
    of hashes: Set<ContentID>, at revision: String, _ boundary: Set<String>
  ) async throws(GitError) -> (authors: [ContentID: Set<String>], unknown: Set<ContentID>) {
    guard !hashes.isEmpty else { return ([:], []) }
    var places: [(path: RecordPath, name: String)] = []
    for hash in hashes {
      for kind in RecordKind.all {
        let path = RecordPath(kind: kind, id: hash)
        if let name = path.text { places.append((path, name)) }
      }
    }
    let contents = try await blobs(places.map { "\(revision):\($0.name)" })
    var authors: [ContentID: Set<String>] = [:]
    var brought: [String: ContentID] = [:]
    for (place, content) in zip(places, contents) {
      guard let content else { continue }
      let source = (try? Record(reading: content)).flatMap { Self.source(of: $0) }
      if let source, source.contains("@") {
        authors[place.path.id, default: []].insert(source)
      } else {
        brought[place.name] = place.path.id
      }
    }
    let introductions = try await Introductions(of: brought.keys.sorted(), in: [revision], git)
    var unknown: Set<ContentID> = []
    for (name, commits) in introductions.commits {
      guard let hash = brought[name] else { continue }
      if commits.contains(where: { boundary.contains($0.id) }) { unknown.insert(hash) }
      authors[hash, default: []].formUnion(commits.map(\.email))
    }
    return (authors, unknown)
  }

  /// Whose word a record is; `nil` for what is nobody's.
  private static func source(of record: Record) -> String? {
    switch record.kind {
    case .assessment: (try? Assessment(record: record))?.source.id
    case .adjudication: (try? Adjudication(record: record))?.source.id
    default: nil
    }
  }

  /// The bytes of objects, in order; `nil` for what is not there.
  private func blobs(_ names: [String]) async throws(GitError) -> [[UInt8]?] {
    guard !names.isEmpty else { return [] }
    let output = try await git.run(
      ["cat-file", "--batch=%(objecttype) %(objectsize)"],
      input: Array((names.joined(separator: "\n") + "\n").utf8)
    ).output
    var found: [[UInt8]?] = []
    var place = 0
    while place < output.count, let end = output[place...].firstIndex(of: 0x0a) {
      let head = String(decoding: output[place..<end], as: UTF8.self).split(separator: " ")
      guard head.count == 2, head[0] == "blob", let size = Int(head[1]),
        end + 1 + size <= output.count
      else {
        found.append(nil)
        place = end + 1
        continue
      }
      found.append(Array(output[(end + 1)..<(end + 1 + size)]))
      place = end + 2 + size
    }
    return found
  }
}
