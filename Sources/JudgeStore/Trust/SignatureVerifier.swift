import FoundationEssentials
package import JudgeGit

/// Verifies signatures of commits and tags against a pinned list of keys.
///
/// The exit status of `ssh-keygen -Y verify`, asked about one principal and the pinned file,
/// decides. What git or gpg print is not looked at: git says "Good" of a signature by anybody.
package struct SignatureVerifier: Sendable {
  /// What became of a signature.
  package enum Verdict: String, Sendable, Hashable {
    /// Signed by a key that the file gives to the principal.
    case good
    /// Not signed.
    case missing
    /// Signed by another key, or over other bytes, or in a form that is not pinned.
    case bad
  }

  private let git: GitProgram
  private let signers: AllowedSigners

  package init(_ git: GitProgram, signers: AllowedSigners) {
    self.git = git
    self.signers = signers
  }

  /// Whether a commit or tag is signed by somebody.
  ///
  /// - Parameters:
  ///   - object: the commit or tag, 40 hexadecimal digits.
  ///   - principal: who is to have signed it.
  /// - Returns: the verdict.
  /// - Throws: where git or `ssh-keygen` cannot be run.
  package func verify(_ object: String, by principal: String) async throws(GitError) -> Verdict {
    let output = try await git.run(["cat-file", "--batch"], input: Array("\(object)\n".utf8))
    guard let end = output.output.firstIndex(of: 0x0a) else { return .missing }
    let head = String(decoding: output.output[..<end], as: UTF8.self).split(separator: " ")
    guard head.count == 3, let size = Int(head[2]) else { return .missing }
    let bytes = Array(output.output[(end + 1)..<(end + 1 + size)])
    let signed = SignedObject(bytes)
    guard let signature = signed.signature else { return .missing }
    // Only SSH signatures can be held against this file; another form is nobody's.
    guard signature.hasPrefix("-----BEGIN SSH SIGNATURE-----"), !principal.isEmpty,
      !principal.hasPrefix("-")
    else { return .bad }
    let folder = FileManager.default.temporaryDirectory
    var generator = SystemRandomNumberGenerator()
    let stem = "git-judge-\(String(generator.next() as UInt64, radix: 16))"
    let (list, file) = (folder.appending(path: stem + ".signers"), folder.appending(path: stem))
    defer {
      try? FileManager.default.removeItem(at: list)
      try? FileManager.default.removeItem(at: file)
    }
    do {
      try Data(signers.text.utf8).write(to: list)
      try Data(signature.utf8).write(to: file)
    } catch { throw GitError(.io, "\(file.path) could not be written: \(error)") }
    let done = try await ForeignProgram(
      [
        "ssh-keygen", "-Y", "verify", "-f", list.path, "-I", principal, "-n", "git",
        "-s", file.path,
      ], in: nil
    ).run(input: signed.payload, timeout: .seconds(30))
    return done.status == 0 ? .good : .bad
  }
}

/// A commit or tag, taken apart into what was signed and the signature.
struct SignedObject {
  let payload: [UInt8]
  let signature: String?

  init(_ bytes: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    var payload: [UInt8] = []
    var signature: [UInt8] = []
    var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)[...]
    let isTag = bytes.starts(with: Array("object ".utf8))
    var isInSignature = false
    while let line = lines.popFirst() {
      if line.isEmpty { break }
      if isInSignature, line.first == UInt8(ascii: " ") {
        signature += line.dropFirst() + [newline]
        continue
      }
      isInSignature = false
      if !isTag, line.starts(with: "gpgsig ".utf8) {
        isInSignature = true
        signature += line.dropFirst(7) + [newline]
        continue
      }
      payload += line + [newline]
    }
    var body = lines.joined(separator: [newline]).map { $0 }
    if isTag {
      // A tag's signature stands at the end of its message.
      let rows = body.split(separator: newline, omittingEmptySubsequences: false)
      let start = rows.firstIndex { row in
        row.starts(with: "-----BEGIN ".utf8)
          && row.reversed().starts(with: " SIGNATURE-----".utf8.reversed())
      }
      if let start {
        signature = rows[start...].joined(separator: [newline]).map { $0 }
        body = rows[..<start].flatMap { $0 + [newline] }
      }
    }
    self.payload = payload + [newline] + body
    self.signature = signature.isEmpty ? nil : String(decoding: signature, as: UTF8.self)
  }
}
