internal import Subprocess

/// What `git cat-file --batch` answered about one name.
package enum ObjectAnswer: Sendable, Hashable {
  /// An object and its bytes.
  case object(ObjectKind, [UInt8])
  /// An object of more bytes than were asked for; they were read past.
  case tooLarge(ObjectKind, size: Int)
  /// There is no such object here.
  case missing
}

/// Takes the answers of `git cat-file --batch` out of its output, however that is cut.
struct AnswerReader {
  private let limit: Int
  /// What came and belongs to no finished answer yet.
  private var buffer: [UInt8] = []
  private var start = 0
  /// The object whose bytes are being read.
  private var open: (kind: ObjectKind, size: Int)?
  /// Bytes to read past: the rest of a large object, with its line feed.
  private var skipped = 0

  /// - Parameter limit: the most bytes of an object that are kept.
  init(limit: Int) { self.limit = limit }

  /// Adds output, and gives the answers that are complete with it to a closure.
  ///
  /// - Throws: `program` if git writes what is not an answer.
  mutating func read(
    _ bytes: ArraySlice<UInt8>, _ each: (ObjectAnswer) -> Void
  ) throws(GitError) {
    var bytes = bytes
    if skipped > 0 {
      let count = min(skipped, bytes.count)
      skipped -= count
      bytes = bytes.dropFirst(count)
    }
    buffer.append(contentsOf: bytes)
    while let answer = try next() { each(answer) }
    // What was answered goes in one move, not with each answer.
    buffer.removeFirst(start)
    start = 0
  }

  private mutating func next() throws(GitError) -> ObjectAnswer? {
    if open == nil {
      guard let end = buffer[start...].firstIndex(of: 0x0a) else { return nil }
      let words = buffer[start..<end].split(separator: UInt8(ascii: " "))
        .map { String(decoding: $0, as: UTF8.self) }
      start = end + 1
      if words.last == "missing" { return .missing }
      guard words.count == 3, let kind = ObjectKind(words[1]), let size = Int(words[2]), size >= 0
      else { throw GitError(.program, "git cat-file answered \(words.joined(separator: " "))") }
      guard size <= limit else {
        let here = min(buffer.count - start, size + 1)
        start += here
        skipped = size + 1 - here
        return .tooLarge(kind, size: size)
      }
      open = (kind, size)
    }
    guard let (kind, size) = open, buffer.count - start > size else { return nil }
    let bytes = Array(buffer[start..<(start + size)])
    start += size + 1
    open = nil
    return .object(kind, bytes)
  }
}

extension GitProgram {
  /// Reads objects by one `git cat-file --batch`, a bounded part of them in memory at a time.
  ///
  /// Objects in the quarantine of a push are seen if the variables lead there. References under
  /// `refs/replace/` are not followed: the bytes are those that the name was made of.
  ///
  /// - Parameters:
  ///   - ids: Full object ids.
  ///   - limit: The most bytes of an object that are kept; of a larger one only the size is given.
  ///   - batch: After how many bytes or answers a batch is given out: at most this many bytes and
  ///     one object more.
  ///   - each: Takes the answers of a batch, in the order of the ids, and the place of the first.
  /// - Throws: `damaged` if an object's bytes are not those of its name, `program` if git fails or
  ///   leaves out an answer, `programMissing`, `io`, and what the closure throws.
  package func readObjects(
    _ ids: [ObjectID], limit: Int, batch: (bytes: Int, count: Int),
    each: (_ first: Int, _ answers: [ObjectAnswer]) async throws(GitError) -> Void
  ) async throws(GitError) {
    guard !ids.isEmpty else { return }
    let arguments = place + ["--no-replace-objects", "cat-file", "--batch", "--buffer"]
    var input: [UInt8] = []
    input.reserveCapacity(ids.count * 41)
    for id in ids {
      input += id.hex.utf8
      input.append(0x0a)
    }
    var answered = 0
    do {
      let done = try await Subprocess.run(
        .name("git"), arguments: Arguments(arguments), environment: environment,
        input: .fileDescriptor(try UnnamedFile.holding(input), closeAfterSpawningProcess: true),
        output: .sequence, error: .bytes(limit: .max)
      ) { execution in
        var stream = AnswerReader(limit: limit)
        var answers: [ObjectAnswer] = []
        var held = 0
        for try await piece in execution.standardOutput {
          let checked = answers.count
          let bytes = piece.withUnsafeBytes { Array($0) }
          try stream.read(bytes[...]) { answer in
            if case .object(_, let bytes) = answer { held += bytes.count }
            answers.append(answer)
          }
          try Self.hold(answers[checked...], against: ids.dropFirst(answered + checked))
          guard held >= batch.bytes || answers.count >= batch.count else { continue }
          let first = answered
          answered += answers.count
          try await each(first, answers)
          answers = []
          held = 0
        }
        let first = answered
        answered += answers.count
        if !answers.isEmpty { try await each(first, answers) }
      }
      guard case .exited(0) = done.terminationStatus, answered == ids.count else {
        let said = String(decoding: done.standardError, as: UTF8.self)
          .split(separator: "\n").joined(separator: "; ")
        throw GitError(
          .program,
          "git cat-file answered \(answered) of \(ids.count) names: "
            + (said.isEmpty ? "no message" : Self.withoutSecrets(said)))
      }
    } catch let error as GitError {
      throw error
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw GitError(
        .programMissing, "the git program was not found",
        hint: "install git 2.38 or later and see that it is on the PATH")
    } catch {
      throw GitError(.io, "git cat-file could not be run: \(error)")
    }
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
          hint: "run git fsck, and fetch the object again from another clone")
      }
    }
  }
}
