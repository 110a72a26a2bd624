internal import CLibcrypto
import JudgeJSON

/// A signature in the form of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig).
struct SSHSignature: Sendable, Hashable {
  /// The result of a check.
  enum Answer: Sendable, Hashable {
    case good, bad
    /// A type of key or signature that only `ssh-keygen` knows.
    case foreign
  }

  /// The hash of the message, which is what the key signs.
  enum Hash: String, Sendable, Hashable { case sha256, sha512 }

  /// The beginning of the armour.
  static let opening = Array("-----BEGIN SSH SIGNATURE-----".utf8)
  private static let closing = Array("\n-----END SSH SIGNATURE-----".utf8)
  private static let magic = Array("SSHSIG".utf8)

  /// The claimed signer.
  ///
  /// Only ``verify(_:namespace:_:)`` checks the claim.
  let key: SSHPublicKey
  /// The purpose.
  ///
  /// git signs for `git`.
  let namespace: [UInt8]
  private let hash: Hash
  /// The signature itself, beginning with its type.
  private let signature: [UInt8]

  /// Takes a signature out of its armour.
  ///
  /// Returns `nil` if it does not have this form.
  ///
  /// - Parameter armored: `-----BEGIN SSH SIGNATURE-----`, base64, the closing line; text after it
  ///   is ignored, as in `ssh-keygen`.
  init?(armored: [UInt8]) {
    guard armored.starts(with: Self.opening) else { return nil }
    var body = armored.dropFirst(Self.opening.count)
    if body.first == 0x0d { body = body.dropFirst() }
    guard body.first == 0x0a else { return nil }
    body = body.dropFirst()
    guard let end = Self.firstRange(of: Self.closing, in: body),
      let bytes = SSHBase64.decode(body[..<end])
    else { return nil }
    self.init(bytes: bytes)
  }

  private static func firstRange(of line: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    var place = text.startIndex
    while let next = text[place...].firstIndex(of: 0x0a) {
      if text[next...].starts(with: line) { return next }
      place = next + 1
    }
    return nil
  }

  /// Reads the binary form.
  ///
  /// Returns `nil` if it is not a signature, has a version after 1, or uses another hash.
  init?(bytes: [UInt8]) {
    var wire = SSHWire(bytes)
    guard wire.take(6).map(Array.init) == Self.magic, let version = wire.number(), version <= 1,
      let blob = wire.string(), let key = SSHPublicKey(blob: blob), let namespace = wire.text(),
      wire.string() != nil,
      let hash = wire.text().flatMap({ Hash(rawValue: String(decoding: $0, as: UTF8.self)) }),
      let signature = wire.string(), wire.isAtEnd
    else { return nil }
    self.key = key
    self.namespace = namespace
    self.hash = hash
    self.signature = Array(signature)
  }

  /// Whether its key signed this message for this purpose.
  ///
  /// - Parameters:
  ///   - message: the bytes that were to be signed.
  ///   - namespace: the purpose.
  ///   - keys: the keys that were used before.
  /// - Returns: the answer of `ssh-keygen -Y check-novalidate`. The only stricter rule is that an
  ///   Ed25519 signature has one form and not several.
  func verify(
    _ message: some Collection<UInt8>, namespace: String, _ keys: inout LoadedKeys
  ) -> Answer {
    guard self.namespace == Array(namespace.utf8) else { return .bad }
    let data =
      Self.magic + SSHWire.field(self.namespace) + SSHWire.field([])
      + SSHWire.field(hash.rawValue.utf8) + SSHWire.field(hash.digest(of: Array(message)))
    var wire = SSHWire(signature)
    guard let type = wire.text() else { return .bad }
    switch key {
    case .foreign: return .foreign
    case .ed25519:
      guard type == Array("ssh-ed25519".utf8), let raw = wire.string(), raw.count == 64,
        wire.isAtEnd
      else { return .bad }
      return keys.verify(key, hashBits: 0, signature: Array(raw), data: data) ? .good : .bad
    case .rsa(let modulus, _):
      let bits: Int32? =
        switch String(decoding: type, as: UTF8.self) {
        case "rsa-sha2-256": 256
        case "rsa-sha2-512": 512
        default: nil
        }
      guard let bits, let raw = wire.string(), raw.count <= modulus.count, wire.isAtEnd else {
        return .bad
      }
      // Leading zeros may be missing.
      let padded = Array(repeating: 0, count: modulus.count - raw.count) + raw
      return keys.verify(key, hashBits: bits, signature: padded, data: data) ? .good : .bad
    case .ecdsa(let curve, _):
      guard type == Array("ecdsa-sha2-\(curve.rawValue)".utf8), let pair = wire.string(),
        wire.isAtEnd
      else { return .bad }
      var numbers = SSHWire(pair)
      guard let r = numbers.magnitude(), let s = numbers.magnitude(), numbers.isAtEnd else {
        return .bad
      }
      return keys.verify(key, hashBits: curve.hashBits, r: r, s: s, data: data) ? .good : .bad
    case .tokenEd25519(_, let application):
      guard type == Array("sk-ssh-ed25519@openssh.com".utf8), let raw = wire.string(),
        raw.count == 64, let token = Self.token(&wire), wire.isAtEnd
      else { return .bad }
      let signed = Self.tokenData(application, token, data)
      return keys.verify(key, hashBits: 0, signature: Array(raw), data: signed) ? .good : .bad
    case .tokenECDSA(_, let application):
      // Signatures that a browser made wrap the data once more.
      if type.starts(with: Array("webauthn-".utf8)) { return .foreign }
      guard type == Array("sk-ecdsa-sha2-nistp256@openssh.com".utf8), let pair = wire.string(),
        let token = Self.token(&wire), wire.isAtEnd
      else { return .bad }
      var numbers = SSHWire(pair)
      guard let r = numbers.magnitude(), let s = numbers.magnitude(), numbers.isAtEnd else {
        return .bad
      }
      let signed = Self.tokenData(application, token, data)
      return keys.verify(key, hashBits: 256, r: r, s: s, data: signed) ? .good : .bad
    }
  }

  /// The flags and the counter that a token adds: five bytes.
  private static func token(_ wire: inout SSHWire) -> ArraySlice<UInt8>? { wire.take(5) }

  /// The bytes that a token signs instead of the data.
  private static func tokenData(
    _ application: [UInt8], _ token: ArraySlice<UInt8>, _ data: [UInt8]
  ) -> [UInt8] {
    SHA256Digest.hash(application).bytes + token + SHA256Digest.hash(data).bytes
  }
}

extension SSHSignature.Hash {
  fileprivate func digest(of bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .sha256: return SHA256Digest.hash(bytes).bytes
    case .sha512:
      var digest = [UInt8](repeating: 0, count: 64)
      clibcrypto_sha512(bytes, bytes.count, &digest)
      return digest
    }
  }
}
