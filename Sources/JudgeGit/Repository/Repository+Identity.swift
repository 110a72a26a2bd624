internal import CLibgit2
import JudgeWork

extension Repository {
  /// Who is writing, found as git finds it.
  ///
  /// First `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, then `author.name` and `author.email`, then
  /// `user.name` and `user.email`. git's guess from the host's name is not made: it would publish a
  /// wrong address in records that cannot be taken back.
  ///
  /// - Parameters:
  ///   - environment: The process environment, or the part of it that should count.
  ///   - seconds: The time in seconds since 1970; nil takes the clock's.
  /// - Returns: Name, address, and the time with this machine's offset.
  /// - Throws: `noIdentity`, with the commands that set one.
  package func signature(environment: [String: String] = [:], seconds: Int64? = nil)
    throws(GitError) -> Signature
  {
    let name = try setting("GIT_AUTHOR_NAME", "name", environment)
    let email = try setting("GIT_AUTHOR_EMAIL", "email", environment)
    guard let name, let email else {
      let missing = name == nil ? "name" : "e-mail address"
      throw GitError(
        .noIdentity, "git does not know your \(missing)",
        remedy: .inOrder([
          .run(.git, ["config", "--global", "user.name", "Your Name"]),
          .run(.git, ["config", "--global", "user.email", "you@example.com"]),
        ]))
    }
    let when = seconds ?? Int64(time(nil))
    return Signature(name: name, email: email, seconds: when, offsetMinutes: zoneOffset(at: when))
  }

  private func setting(_ variable: String, _ key: String, _ environment: [String: String])
    throws(GitError) -> String?
  {
    let values = [
      environment[variable], try configString("author.\(key)"), try configString("user.\(key)"),
    ]
    return values.lazy.compactMap { $0 }.first { !Signature.clean($0).isEmpty }
  }

  private func zoneOffset(at seconds: Int64) -> Int {
    var clock = time_t(seconds)
    var local = tm()
    guard localtime_r(&clock, &local) != nil else { return 0 }
    return local.tm_gmtoff / 60
  }
}
