import FoundationEssentials
import JudgeWork

/// Signs commits and tags with the programs that git would use: `ssh-keygen` or `gpg`.
package struct ObjectSigner: Sendable, Hashable {
  /// What git config `gpg.format` says.
  package enum Format: String, Sendable, Hashable { case ssh, openpgp }

  private let format: Format
  private let key: String
  private let program: String

  /// Names a key.
  ///
  /// - Parameters:
  ///   - format: the form of the signature.
  ///   - key: for SSH the path of a key, or a public key itself that an agent holds; for OpenPGP
  ///     what `gpg -u` takes.
  ///   - program: what signs, if it is not `ssh-keygen` or `gpg`.
  package init(_ format: Format, key: String, program: String? = nil) {
    self.format = format
    self.key = key
    self.program = program ?? (format == .ssh ? "ssh-keygen" : "gpg")
  }

  /// Signs the bytes of a commit or tag.
  ///
  /// - Parameter payload: the object without a signature.
  /// - Returns: the armoured signature.
  /// - Throws: `program` with what the program said, `programMissing`, `timeout`.
  package func sign(_ payload: [UInt8]) async throws(GitError) -> String {
    switch format {
    case .ssh: try await signBySSH(payload)
    case .openpgp:
      try await run(["--status-fd=2", "-bsau", key], input: payload) { $0 }
    }
  }

  private func signBySSH(_ payload: [UInt8]) async throws(GitError) -> String {
    var generator = SystemRandomNumberGenerator()
    let stem = "git-judge-sign-\(String(generator.next() as UInt64, radix: 16))"
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: stem)
    let keyFile = folder.appending(path: stem + ".pub")
    let signature = folder.appending(path: stem + ".sig")
    defer {
      for path in [file, keyFile, signature] { try? FileManager.default.removeItem(at: path) }
    }
    let literal = key.hasPrefix("key::") ? String(key.dropFirst(5)) : key
    let isLiteral =
      key.hasPrefix("key::") || ["ssh-", "ecdsa-", "sk-"].contains { key.hasPrefix($0) }
    do {
      try Data(payload).write(to: file)
      if isLiteral { try Data((literal + "\n").utf8).write(to: keyFile) }
    } catch { throw GitError(.io, "\(file.path) could not be written: \(error)") }
    let arguments =
      ["-Y", "sign", "-n", "git", "-f", isLiteral ? keyFile.path : key]
      + (isLiteral ? ["-U"] : []) + [file.path]
    return try await run(arguments, input: []) { _ in
      FileManager.default.contents(atPath: signature.path).map {
        String(decoding: $0, as: UTF8.self)
      } ?? ""
    }
  }

  private func run(
    _ arguments: [String], input: [UInt8], _ answer: (String) -> String
  ) async throws(GitError) -> String {
    // It may ask for a passphrase.
    WorkProgress.pause()
    let done = try await ForeignProgram([program] + arguments, in: nil)
      .run(input: input, timeout: .seconds(120))
    let text = answer(String(decoding: done.output, as: UTF8.self))
    guard done.status == 0, text.hasPrefix("-----BEGIN ") else {
      let said = String(decoding: done.errorOutput, as: UTF8.self)
        .split(separator: "\n").suffix(2).joined(separator: "; ")
      throw GitError(
        .program, "\(program) could not sign: \(said)",
        remedy: .advice(
          "see git config user.signingKey and gpg.format, and that an agent has the key; "
            + "git config commit.gpgSign false signs nothing"))
    }
    return text
  }
}
