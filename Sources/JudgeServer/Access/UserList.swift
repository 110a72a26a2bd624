import CLibcrypt
import GitJudge
import Synchronization

/// The users of a server, with the hashes of their passwords.
///
/// The file has a line per user, `EMAIL:HASH`, as `htpasswd -B` writes it. The hash is one of
/// crypt(3): bcrypt (`$2y$`), yescrypt (`$y$`), or SHA-512 (`$6$`). A line `EMAIL:sha256:HEX` has the
/// SHA-256 of a token, which must be long and random. Blank lines and lines that begin with `#` are
/// ignored.
public final class UserList: Sendable {
  private enum Secret: Sendable {
    case password(String)
    case token(String)
  }

  private let users: [(email: String, secret: Secret)]
  /// The credentials that were right, as hashes, so that a password is not hashed for each request.
  private let known = Mutex<[ContentID: String]>([:])

  /// Reads the users.
  ///
  /// - Parameters:
  ///   - text: the content of the file.
  ///   - path: its path, for messages.
  /// - Throws: `JudgeFailure` with the number of a line that cannot be used.
  public init(_ text: String, path: String) throws {
    var users: [(email: String, secret: Secret)] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = Blanks.trimmed(String(line))
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0].contains("@") else {
        throw JudgeFailure(
          .invalid, "\(path):\(number + 1) is not EMAIL:HASH",
          remedy: .advice("write a line per user with `htpasswd -nB EMAIL`"))
      }
      if parts[1].hasPrefix("sha256:") {
        let hex = String(parts[1].dropFirst("sha256:".count)).lowercased()
        guard ContentID(hex: hex) != nil else {
          throw JudgeFailure(.invalid, "\(path):\(number + 1): sha256: takes 64 hexadecimal digits")
        }
        users.append((parts[0], .token(hex)))
        continue
      }
      guard
        ["$2a$", "$2b$", "$2y$", "$y$", "$6$", "$gy$", "$7$"].contains(where: parts[1].hasPrefix)
      else {
        throw JudgeFailure(
          .invalid, "\(path):\(number + 1) has a hash of a kind that is too weak or not known",
          remedy: .advice("use bcrypt: `htpasswd -nB EMAIL`"))
      }
      users.append((parts[0], .password(parts[1])))
    }
    guard !users.isEmpty else {
      throw JudgeFailure(.invalid, "\(path) names no user")
    }
    self.users = users
  }

  /// Returns the user of an `Authorization` field, or `nil` if it is missing or wrong.
  ///
  /// - Parameter field: `Basic BASE64` with e-mail address and password, or `Bearer TOKEN`.
  /// - Returns: the e-mail address.
  public func user(_ field: String?) -> String? {
    guard let field else { return nil }
    let words = field.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return nil }
    let key = ContentID(hashing: Array(field.utf8))
    if let email = known.withLock({ $0[key] }) { return email }
    let email: String?
    switch words[0].lowercased() {
    case "basic": email = Base64.bytes(words[1]).flatMap { user(basic: $0) }
    case "bearer": email = user(token: words[1])
    default: email = nil
    }
    if let email {
      known.withLock {
        if $0.count >= 1000 { $0.removeAll() }
        $0[key] = email
      }
    }
    return email
  }

  private func user(basic bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let email = String(text[..<colon])
    let secret = String(text[text.index(after: colon)...])
    for user in users where Bytewise.equal(user.email, email) {
      switch user.secret {
      case .password(let hash): if Self.fits(secret, hash) { return email }
      case .token(let hex):
        if Self.isSame(ContentID(hashing: Array(secret.utf8)).hex, hex) { return email }
      }
    }
    return nil
  }

  private func user(token: String) -> String? {
    let hash = ContentID(hashing: Array(token.utf8)).hex
    return users.first { user in
      if case .token(let hex) = user.secret { return Self.isSame(hash, hex) }
      return false
    }?.email
  }

  /// Whether a password has a hash of crypt(3).
  private static func fits(_ password: String, _ hash: String) -> Bool {
    guard !password.utf8.contains(0) else { return false }
    var data = crypt_data()
    guard let result = unsafe crypt_r(password, hash, &data) else { return false }
    return isSame(unsafe String(cString: result), hash)
  }

  /// Compares in a time that does not depend on where the texts differ.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
