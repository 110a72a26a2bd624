import FoundationEssentials
import JudgeGit
import JudgeWork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Asks `ssh-keygen -Y verify` about a signature that is not verified in this process.
struct SSHKeygen {
  let signers: AllowedSigners
  let principal: String
  /// The time of signing, in seconds since 1970.
  ///
  /// If `nil`, the key must be valid now.
  let time: Int64?

  /// Whether the principal signed an object.
  ///
  /// - Returns: the verdict, and whether it does not depend on the time.
  /// - Throws: `programMissing`, `timeout`, `io`.
  func verify(
    _ object: SignedObject
  ) async throws(GitError) -> (SignatureVerifier.Verdict, isFinal: Bool) {
    let folder = FileManager.default.temporaryDirectory
    var generator = SystemRandomNumberGenerator()
    let stem = "git-judge-\(String(generator.next() as UInt64, radix: 16))"
    let list = folder.appending(path: stem + ".signers")
    let file = folder.appending(path: stem + ".sig")
    defer {
      try? FileManager.default.removeItem(at: list)
      try? FileManager.default.removeItem(at: file)
    }
    do {
      try Data(signers.text.utf8).write(to: list)
      try Data(object.signature).write(to: file)
    } catch { throw GitError(.io, "\(file.path) could not be written: \(error)") }
    let options = time.map { ["-Overify-time=\(Self.local($0))"] } ?? []
    let program = JudgeGit.ForeignProgram(
      ["ssh-keygen", "-Y", "verify"] + options + [
        "-f", list.path, "-I", principal, "-n", SignatureVerifier.namespace, "-s", file.path,
      ], in: nil)
    do {
      let done = try await program.run(input: object.payload, timeout: .seconds(30))
      // Ended by a signal, it did not say no.
      let isAnswer = done.status <= 128 || done.status == 255
      return (done.status == 0 ? .good : .bad, isFinal: isAnswer && time != nil)
    } catch let error where error.code == .programMissing {
      throw GitError(
        .programMissing,
        "certificates, and keys of types other than Ed25519, ECDSA and RSA, are not verified in "
          + "process, and ssh-keygen was not found",
        remedy: "install OpenSSH's client, or take the line off the list of allowed signers")
    }
  }

  /// A time as git gives it to `ssh-keygen`: local, because versions before 9.1 know no other.
  private static func local(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    localtime_r(&time, &parts)
    func digits(_ value: Int32, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return digits(parts.tm_year + 1900, 4)
      + [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
      .map { digits($0, 2) }.joined()
  }
}
