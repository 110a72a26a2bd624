package import JudgeWork

/// What went wrong with a git repository, an object in it, or the `git` program.
package struct GitError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; open, so that callers keep a `default`.
  package struct Code: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// A repository, reference, object or path that is not there.
    package static let notFound = Code(rawValue: "not-found")
    /// A reference or tag that is already there with other content.
    package static let exists = Code(rawValue: "exists")
    /// A reference moved under us: read it again and build on the new value.
    package static let modified = Code(rawValue: "modified")
    /// Another process holds the lock of a reference or file.
    package static let locked = Code(rawValue: "locked")
    /// A name, path, mode or argument that git could not accept.
    package static let invalid = Code(rawValue: "invalid")
    /// A repository of a kind that cannot be used: SHA-256, reftable, unknown extensions.
    package static let unsupportedRepository = Code(rawValue: "unsupported-repository")
    /// A repository that belongs to another user and is not in `safe.directory`.
    package static let notOwned = Code(rawValue: "not-owned")
    /// Nothing can be written here.
    package static let readOnly = Code(rawValue: "read-only")
    /// An object whose bytes break git's own rules.
    package static let damaged = Code(rawValue: "damaged")
    /// Neither git's configuration nor the environment says who the author is.
    package static let noIdentity = Code(rawValue: "no-identity")
    /// The `git` program ended with a failure.
    package static let program = Code(rawValue: "program")
    /// The `git` program is not installed or not on the PATH.
    package static let programMissing = Code(rawValue: "program-missing")
    /// The `git` program ran longer than it was allowed to.
    package static let timeout = Code(rawValue: "timeout")
    /// A system call failed.
    package static let io = Code(rawValue: "io")

    package var description: String { rawValue }
  }

  /// The kind of failure.
  package var code: Code
  /// What happened, naming the file, reference or object.
  package var message: String
  /// What to do next, or `nil` if there is nothing to suggest.
  package var remedy: Remedy?

  package init(_ code: Code, _ message: String, remedy: Remedy? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  /// Whether another writer was faster or is at work: build on the new value and try again.
  package var isContention: Bool { code == .modified || code == .locked }

  package var description: String { remedy.map { "\(message); \($0)" } ?? message }
}
