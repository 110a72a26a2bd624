internal import CLibcrypto

/// A public key in OpenSSH's form; two are equal if they are the same key, however it is written.
enum SSHPublicKey: Sendable, Hashable {
  /// A NIST curve, with its names in OpenSSH and libcrypto and its hash.
  enum Curve: String, Sendable, Hashable, CaseIterable {
    case p256 = "nistp256"
    case p384 = "nistp384"
    case p521 = "nistp521"

    /// Its name in libcrypto.
    var group: String {
      switch self {
      case .p256: "P-256"
      case .p384: "P-384"
      case .p521: "P-521"
      }
    }
    /// The bits of the SHA-2 hash that its signatures use.
    var hashBits: Int32 {
      switch self {
      case .p256: 256
      case .p384: 384
      case .p521: 512
      }
    }
  }

  case ed25519([UInt8])
  /// The uncompressed point.
  case ecdsa(Curve, [UInt8])
  /// Big-endian, without leading zeros.
  case rsa(modulus: [UInt8], exponent: [UInt8])
  /// A key of a FIDO token. The application is usually `ssh:`.
  case tokenEd25519([UInt8], application: [UInt8])
  case tokenECDSA([UInt8], application: [UInt8])
  /// A key, or a certificate, of a type that is not verified here: only `ssh-keygen` can verify it.
  case foreign(type: [UInt8], blob: [UInt8])

  /// The suffix of all certificate types.
  private static let certificateSuffix = Array("-cert-v01@openssh.com".utf8)

  /// Whether it is a certificate.
  var isCertificate: Bool {
    guard case .foreign(let type, _) = self else { return false }
    return type.count > Self.certificateSuffix.count
      && type.suffix(Self.certificateSuffix.count) == Self.certificateSuffix[...]
  }

  /// Reads a key from its binary form.
  ///
  /// Returns `nil` if it is not a key, or if it is an RSA key of fewer than 1,024 bits, which
  /// OpenSSH refuses too.
  init?(blob: ArraySlice<UInt8>) {
    var wire = SSHWire(blob)
    guard let type = wire.text(), let name = String(validating: type, as: UTF8.self) else {
      return nil
    }
    switch name {
    case "ssh-ed25519":
      guard let key = wire.string(), key.count == 32 else { return nil }
      self = .ed25519(Array(key))
    case "sk-ssh-ed25519@openssh.com":
      guard let key = wire.string(), key.count == 32, let application = wire.text() else {
        return nil
      }
      self = .tokenEd25519(Array(key), application: application)
    case "sk-ecdsa-sha2-nistp256@openssh.com":
      guard let point = Self.point(.p256, &wire), let application = wire.text() else { return nil }
      self = .tokenECDSA(point, application: application)
    case "ssh-rsa":
      guard let exponent = wire.magnitude(), let modulus = wire.magnitude(),
        let first = modulus.first, !exponent.isEmpty,
        modulus.count * 8 - first.leadingZeroBitCount >= 1024
      else { return nil }
      self = .rsa(modulus: modulus, exponent: exponent)
    default:
      if name.hasPrefix("ecdsa-sha2-"), let curve = Curve(rawValue: String(name.dropFirst(11))) {
        guard let point = Self.point(curve, &wire) else { return nil }
        self = .ecdsa(curve, point)
      } else {
        guard !type.isEmpty else { return nil }
        self = .foreign(type: type, blob: Array(blob))
        return
      }
    }
    guard wire.isAtEnd else { return nil }
  }

  /// The curve's name and an uncompressed point on it.
  private static func point(_ curve: Curve, _ wire: inout SSHWire) -> [UInt8]? {
    guard let name = wire.text(), name == Array(curve.rawValue.utf8), let point = wire.string(),
      point.first == 4
    else { return nil }
    return Array(point)
  }

  /// Reads `TYPE BASE64`, as in a `.pub` file.
  ///
  /// Returns `nil` if the two do not match.
  ///
  /// - Parameters:
  ///   - type: the first word.
  ///   - base64: the second one.
  init?(type: ArraySlice<UInt8>, base64: ArraySlice<UInt8>) {
    guard let blob = SSHBase64.decode(base64) else { return nil }
    var wire = SSHWire(blob)
    guard let inner = wire.text() else { return nil }
    // OpenSSH also takes the names of RSA's signatures for the name of the key.
    let isRSA = inner == Array("ssh-rsa".utf8) && type.starts(with: Array("rsa-sha2-".utf8))
    guard inner[...] == type || isRSA else { return nil }
    self.init(blob: blob[...])
  }
}

/// Keys as libcrypto has them, each made once.
///
/// Belongs to one task: libcrypto counts who holds a key, and nothing here is locked.
struct LoadedKeys {
  private final class Key {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }
  }

  private var keys: [SSHPublicKey: Key] = [:]

  /// Whether a key made a signature of the data.
  ///
  /// - Parameters:
  ///   - key: a key of a type that is verified here.
  ///   - hashBits: the bits of the SHA-2 hash of the data, or 0 for Ed25519.
  ///   - signature: the signature in libcrypto's form.
  ///   - data: the signed data.
  /// - Returns: whether it did.
  mutating func verify(
    _ key: SSHPublicKey, hashBits: Int32, signature: [UInt8], data: [UInt8]
  ) -> Bool {
    guard let loaded = load(key) else { return false }
    return clibcrypto_verify(
      loaded.pointer, hashBits, signature, signature.count, data, data.count) == 1
  }

  /// The same of an ECDSA signature.
  mutating func verify(
    _ key: SSHPublicKey, hashBits: Int32, r: [UInt8], s: [UInt8], data: [UInt8]
  ) -> Bool {
    guard let loaded = load(key) else { return false }
    return clibcrypto_verify_ecdsa(
      loaded.pointer, hashBits, r, r.count, s, s.count, data, data.count) == 1
  }

  private mutating func load(_ key: SSHPublicKey) -> Key? {
    if let known = keys[key] { return known }
    let pointer: OpaquePointer? =
      switch key {
      case .ed25519(let bytes), .tokenEd25519(let bytes, _): clibcrypto_key_ed25519(bytes)
      case .ecdsa(let curve, let point): clibcrypto_key_ecdsa(curve.group, point, point.count)
      case .tokenECDSA(let point, _):
        clibcrypto_key_ecdsa(SSHPublicKey.Curve.p256.group, point, point.count)
      case .rsa(let modulus, let exponent):
        clibcrypto_key_rsa(modulus, modulus.count, exponent, exponent.count)
      case .foreign: nil
      }
    guard let loaded = pointer.map(Key.init) else { return nil }
    keys[key] = loaded
    return loaded
  }
}
