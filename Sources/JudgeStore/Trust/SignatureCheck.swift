import JudgeGit
import JudgeRecords

/// Holds one object's signature against a list of signers, without I/O.
struct SignatureCheck {
  typealias Verdict = SignatureVerifier.Verdict

  /// The result.
  enum Finding: Sendable, Hashable {
    /// A verdict, and whether it is the same at any other time.
    case verdict(Verdict, isFinal: Bool)
    /// Only `ssh-keygen` can decide. The time is that of the object, if it has one.
    case foreign(SignedObject, time: Int64?)
  }

  private let signers: AllowedSigners
  /// The present time, in seconds since 1970.
  private let now: Int64
  private var keys = LoadedKeys()
  private var lines: [Address: [AllowedSigners.Line]] = [:]

  /// - Parameters:
  ///   - signers: the list of signers.
  ///   - now: the present time in seconds since 1970, for objects without a time.
  init(_ signers: AllowedSigners, now: Int64) {
    self.signers = signers
    self.now = now
  }

  /// Whether an object is signed by a principal.
  mutating func find(_ answer: ObjectAnswer, by principal: String) -> Finding {
    switch answer {
    // An object that is missing now may arrive later.
    case .missing: .verdict(.missing, isFinal: false)
    case .unread: .verdict(.bad, isFinal: true)
    case .object(.blob, _), .object(.tree, _): .verdict(.missing, isFinal: true)
    case .object(.commit, let bytes): find(SignedObject(bytes), by: principal)
    case .object(.tag, let bytes): find(SignedObject(bytes, isTag: true), by: principal)
    }
  }

  /// Whether a commit or tag is signed by a principal.
  mutating func find(_ object: SignedObject, by principal: String) -> Finding {
    switch object.form {
    case .none: return .verdict(.missing, isFinal: true)
    // Only SSH signatures can be checked against the list; other forms belong to nobody.
    case .other: return .verdict(.bad, isFinal: true)
    case .ssh: break
    }
    guard let signature = SSHSignature(armored: object.signature) else {
      return .verdict(.bad, isFinal: true)
    }
    let time: Int64?
    switch object.time {
    case .invalid: return .verdict(.bad, isFinal: true)
    case .at(let seconds): time = seconds
    case .unsaid: time = nil
    }
    let decision = AllowedSigners.decide(
      signature.key, SignatureVerifier.namespace, lines(about: principal), at: time ?? now)
    let isFinal = time != nil || !decision.dependsOnTime
    switch decision.answer {
    case .refused: return .verdict(.bad, isFinal: isFinal)
    case .foreign: return .foreign(object, time: time)
    case .accepted: break
    }
    switch signature.verify(object.payload, namespace: SignatureVerifier.namespace, &keys) {
    case .good: return .verdict(.good, isFinal: isFinal)
    case .bad: return .verdict(.bad, isFinal: isFinal)
    case .foreign: return .foreign(object, time: time)
    }
  }

  private mutating func lines(about principal: String) -> [AllowedSigners.Line] {
    if let known = lines[Address(principal)] { return known }
    let found = signers.lines(about: principal)
    lines[Address(principal)] = found
    return found
  }
}
