import CLibcrypto
import FoundationEssentials
import JudgeGit
import JudgeJSON
import JudgeTestSupport
import Testing

@testable import JudgeStore

/// A key that signs for a test: of `ssh-keygen`, or made here where that would ask for a token.
struct SigningKey: Sendable {
  enum Kind: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case ed25519, ecdsa256, ecdsa384, ecdsa521, rsa1024, rsa3072, dsa, tokenEd25519, tokenECDSA

    /// What `ssh-keygen` is told; `nil` for tokens.
    var arguments: [String]? {
      switch self {
      case .ed25519: ["-t", "ed25519"]
      case .ecdsa256: ["-t", "ecdsa", "-b", "256"]
      case .ecdsa384: ["-t", "ecdsa", "-b", "384"]
      case .ecdsa521: ["-t", "ecdsa", "-b", "521"]
      case .rsa1024: ["-t", "rsa", "-b", "1024"]
      case .rsa3072: ["-t", "rsa", "-b", "3072"]
      case .dsa: ["-t", "dsa"]
      case .tokenEd25519, .tokenECDSA: nil
      }
    }

    var testDescription: String { rawValue }
  }

  let kind: Kind
  /// `TYPE BASE64`, as in a `.pub` file.
  let line: String
  private let file: String
  private let token: SoftwareToken?

  /// Makes a key; `nil` if this `ssh-keygen` makes none of the kind.
  init?(_ kind: Kind, in sandbox: Sandbox) async throws {
    self.kind = kind
    file = sandbox.path + "/key-\(UUID().uuidString)"
    guard let arguments = kind.arguments else {
      let token = try #require(SoftwareToken(isECDSA: kind == .tokenECDSA))
      self.token = token
      line = token.line
      return
    }
    token = nil
    let done = try await ForeignProgram(
      ["ssh-keygen", "-q", "-N", "", "-f", file] + arguments, in: nil
    ).run(input: [], timeout: .seconds(60))
    guard done.status == 0, let text = try SmallFile.read(file + ".pub") else { return nil }
    line = String(decoding: text, as: UTF8.self).split(separator: " ").prefix(2)
      .joined(separator: " ")
  }

  /// The armoured signature of a message.
  func sign(
    _ message: [UInt8], namespace: String = "git", hash: String = "sha512", key other: String? = nil
  ) async throws -> [UInt8] {
    if let token { return try #require(token.sign(message, namespace: namespace)) }
    let done = try await ForeignProgram(
      [
        "ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-O", "hashalg=\(hash)", "-f",
        other ?? file,
      ], in: nil
    ).run(input: message, timeout: .seconds(60))
    try #require(done.status == 0, "\(String(decoding: done.errorOutput, as: UTF8.self))")
    return done.output
  }

  /// Signs the public key of another one: a certificate, with which that other one then signs.
  func certify(
    _ other: SigningKey, principals: String, validity: String = "always:forever"
  ) async throws -> String {
    let done = try await ForeignProgram(
      [
        "ssh-keygen", "-q", "-s", file, "-I", "test", "-n", principals, "-V", validity,
        other.file + ".pub",
      ], in: nil
    ).run(input: [], timeout: .seconds(60))
    try #require(done.status == 0)
    return other.file + "-cert.pub"
  }

  /// What `ssh-keygen -Y verify` says.
  static func verify(
    _ message: [UInt8], _ signature: [UInt8], list: String, principal: String, at time: String?
  ) async throws -> Bool {
    let folder = try TemporaryFolder("judge-signature")
    let (listFile, file) = (folder.file("list").path, folder.file("sig").path)
    try Data(list.utf8).write(to: folder.file("list"))
    try Data(signature).write(to: folder.file("sig"))
    let done = try await ForeignProgram(
      ["ssh-keygen", "-Y", "verify"] + (time.map { ["-Overify-time=\($0)"] } ?? []) + [
        "-f", listFile, "-I", principal, "-n", "git", "-s", file,
      ], in: nil
    ).run(input: message, timeout: .seconds(60))
    return done.status == 0
  }

  /// Whether `ssh-keygen` is there to make keys and to compare with.
  static let isAvailable = Program(named: "ssh-keygen") != nil
  static let comment: Comment = "ssh-keygen is not installed: no keys to test with"
}

/// What a FIDO token does, done by libcrypto.
final class SoftwareToken: Sendable {
  // Safe: libcrypto only reads a finished key.
  nonisolated(unsafe) private let key: OpaquePointer
  private let isECDSA: Bool
  private let application = Array("ssh:".utf8)
  /// What the flags of a signature say: 1 for "somebody touched it".
  let flags: UInt8

  init?(isECDSA: Bool, flags: UInt8 = 1) {
    self.isECDSA = isECDSA
    self.flags = flags
    let context = EVP_PKEY_CTX_new_id(isECDSA ? EVP_PKEY_EC : EVP_PKEY_ED25519, nil)
    defer { EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1,
      !isECDSA || EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
      EVP_PKEY_keygen(context, &made) == 1, let made
    else { return nil }
    key = made
  }

  deinit { EVP_PKEY_free(key) }

  private var name: String {
    isECDSA ? "sk-ecdsa-sha2-nistp256@openssh.com" : "sk-ssh-ed25519@openssh.com"
  }

  private var publicBytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: isECDSA ? 65 : 32)
    var count = bytes.count
    if isECDSA {
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, &bytes, count, &count)
    } else {
      EVP_PKEY_get_raw_public_key(key, &bytes, &count)
    }
    return bytes
  }

  private var blob: [UInt8] {
    SSHWire.field(name.utf8) + (isECDSA ? SSHWire.field("nistp256".utf8) : [])
      + SSHWire.field(publicBytes) + SSHWire.field(application)
  }

  var line: String { "\(name) \(Data(blob).base64EncodedString())" }

  /// The armoured signature of a message; an inner type other than the key's on demand.
  func sign(_ message: [UInt8], namespace: String, type: String? = nil) -> [UInt8]? {
    let head = SSHWire.field(namespace.utf8) + SSHWire.field([]) + SSHWire.field("sha256".utf8)
    let data =
      Array("SSHSIG".utf8) + head + SSHWire.field(SHA256Digest.hash(message).bytes)
    let token = [flags, 0, 0, 0, 7]
    let signed =
      SHA256Digest.hash(application).bytes + token + SHA256Digest.hash(data).bytes
    guard let raw = rawSignature(signed) else { return nil }
    let inner =
      SSHWire.field((type ?? name).utf8) + SSHWire.field(isECDSA ? Self.pair(raw) : raw) + token
    let bytes =
      Array("SSHSIG".utf8) + [0, 0, 0, 1] + SSHWire.field(blob) + head + SSHWire.field(inner)
    return SSHArmor.wrap(bytes)
  }

  private func rawSignature(_ data: [UInt8]) -> [UInt8]? {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: 256)
    var count = signature.count
    guard EVP_DigestSignInit(context, nil, isECDSA ? EVP_sha256() : nil, nil, key) == 1,
      EVP_DigestSign(context, &signature, &count, data, data.count) == 1
    else { return nil }
    return Array(signature[..<count])
  }

  /// The two numbers of an ECDSA signature in DER, as SSH writes them.
  private static func pair(_ der: [UInt8]) -> [UInt8] {
    var place = 2
    var fields: [UInt8] = []
    for _ in 0..<2 {
      let count = Int(der[place + 1])
      fields += SSHWire.field(der[(place + 2)..<(place + 2 + count)])
      place += 2 + count
    }
    return fields
  }
}

/// The armour of signatures.
enum SSHArmor {
  static func wrap(_ bytes: [UInt8]) -> [UInt8] {
    let text = Data(bytes).base64EncodedString()
    return Array("-----BEGIN SSH SIGNATURE-----\n\(text)\n-----END SSH SIGNATURE-----\n".utf8)
  }

  static func unwrap(_ armored: [UInt8]) -> [UInt8]? {
    let lines = String(decoding: armored, as: UTF8.self).split(separator: "\n")
    return Data(base64Encoded: lines.dropFirst().dropLast().joined()).map { Array($0) }
  }
}

/// Commits as they are signed.
enum SampleCommit {
  static let seconds: Int64 = 1_700_000_000
  /// The same in the form that `-Overify-time` takes.
  static let time = "20231114221320Z"

  static func payload(_ message: String = "a label", seconds: Int64 = seconds) -> [UInt8] {
    Array(
      ("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada <ada@example.com> 1 +0000\n"
        + "committer Ada <ada@example.com> \(seconds) +0100\n\n\(message)\n").utf8)
  }

  /// The commit with its signature, as git writes it.
  static func signed(_ payload: [UInt8], _ signature: [UInt8]) -> [UInt8] {
    let text = String(decoding: payload, as: UTF8.self)
    guard let end = text.firstRange(of: "\n\n") else { return payload }
    let header = String(decoding: signature, as: UTF8.self)
      .split(separator: "\n").joined(separator: "\n ")
    return Array((text[..<end.lowerBound] + "\ngpgsig \(header)" + text[end.lowerBound...]).utf8)
  }
}
