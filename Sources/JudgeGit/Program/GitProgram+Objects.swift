import JudgeWork

extension GitProgram {
  /// Reads objects by one `git cat-file --batch`, a bounded part of them in memory at a time.
  ///
  /// Objects in the quarantine of a push are found if the environment variables point there.
  /// References under `refs/replace/` are not followed: the bytes are those that the name was made
  /// of.
  ///
  /// - Parameters:
  ///   - ids: Full object ids.
  ///   - limit: The largest object that is kept, in bytes. For a larger one, only the size is
  ///     given.
  ///   - batch: The number of bytes or answers after which a batch is delivered. A batch has at
  ///     most this many bytes plus one object.
  ///   - each: Takes the answers of a batch, in the order of the ids, and the place of the first.
  /// - Throws: `damaged` if an object's bytes do not match its name, `program` if git fails or
  ///   leaves out an answer, `programMissing`, `io`, and what the closure throws.
  package func readObjects(
    _ ids: [ObjectID], limit: Int, batch: (bytes: Int, count: Int),
    each: (_ first: Int, _ answers: [ObjectAnswer]) async throws(GitError) -> Void
  ) async throws(GitError) {
    guard !ids.isEmpty else { return }
    var stream = AnswerReader(limit: limit)
    var answers: [ObjectAnswer] = []
    var held = 0
    var answered = 0
    try await streamBytes(["cat-file", "--batch", "--buffer"], input: Self.lines(ids.map(\.hex))) {
      piece throws(GitError) in
      let checked = answers.count
      try stream.read(piece[...]) { answer throws(GitError) in
        if case .object(_, let bytes) = answer { held += bytes.count }
        answers.append(answer)
      }
      try Self.hold(answers[checked...], against: ids.dropFirst(answered + checked))
      guard held >= batch.bytes || answers.count >= batch.count else { return }
      let first = answered
      answered += answers.count
      try await each(first, answers)
      answers = []
      held = 0
    }
    let first = answered
    answered += answers.count
    if !answers.isEmpty { try await each(first, answers) }
    guard answered == ids.count else {
      throw GitError(.program, "git cat-file answered \(answered) of \(ids.count) names")
    }
  }

  /// Names as `git cat-file` reads them.
  static func lines(_ names: [String]) -> [UInt8] {
    var input: [UInt8] = []
    input.reserveCapacity(names.reduce(0) { $0 + $1.utf8.count + 1 })
    for name in names {
      input += name.utf8
      input.append(UInt8(ascii: "\n"))
    }
    return input
  }

  /// Proves that each object is the one that its name was made of, which git does not do.
  private static func hold(
    _ answers: ArraySlice<ObjectAnswer>, against ids: ArraySlice<ObjectID>
  ) throws(GitError) {
    guard answers.count <= ids.count else {
      throw GitError(.program, "git cat-file answered more than it was asked")
    }
    for (id, answer) in zip(ids, answers) {
      guard case .object(let kind, let bytes) = answer else { continue }
      guard bytes.withUnsafeBytes({ ObjectHash.id(kind, $0) }) == id else {
        throw GitError(
          .damaged, "the \(kind) \(id) is damaged",
          remedy: "run git fsck, and fetch the object again from another clone")
      }
    }
  }
}
