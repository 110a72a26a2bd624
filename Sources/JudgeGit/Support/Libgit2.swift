internal import CLibgit2

/// The one-time set-up of libgit2 in this process, and its error codes as `GitError`.
enum Libgit2 {
  /// Runs the set-up on first use; later uses cost one comparison.
  ///
  /// * extensions: `worktreeConfig` and `partialClone` change nothing for objects and references,
  ///   `preciousObjects` only forbids deleting packs, which the repacker obeys, and
  ///   `relativeWorktrees` (git 2.48) says that the paths in `.git` files may be relative, which
  ///   libgit2 reads anyway.
  /// * fsync on: a write that was acknowledged survives a power cut.
  /// * no SHA-1 check at each read: it doubles the time of reading everything, packs carry their
  ///   own checksums, and records are checked by their SHA-256 names above this module.
  /// * blobs are never cached; trees up to 64 KiB are, since each commit rereads the same ones.
  private static let ready: Int32 = {
    let status = git_libgit2_init()
    guard status >= 0 else { return status }
    let names = ["worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees"]
    let copies = names.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer($0) }
    _ = judge_git_set_extensions(&pointers, pointers.count)
    _ = judge_git_enable_fsync(1)
    _ = judge_git_enable_hash_verification(0)
    _ = judge_git_set_cache_limit(GIT_OBJECT_TREE, 65_536)
    return status
  }()

  static func start() throws(GitError) {
    guard ready >= 0 else {
      throw GitError(.io, "libgit2 could not be started: \(lastMessage())")
    }
  }

  /// libgit2's own words for the last failure on this thread.
  static func lastMessage() -> String {
    guard let error = git_error_last(), let text = error.pointee.message else {
      return "no details"
    }
    return String(cString: text)
  }
}

/// Turns a libgit2 status below zero into an error that says what was being done.
func check(_ status: Int32, _ doing: @autoclosure () -> String) throws(GitError) {
  guard status < 0 else { return }
  let code: GitError.Code =
    switch git_error_code(rawValue: status) {
    case GIT_ENOTFOUND, GIT_EUNBORNBRANCH: .notFound
    case GIT_EEXISTS: .exists
    case GIT_EMODIFIED: .modified
    case GIT_ELOCKED: .locked
    case GIT_EINVALID, GIT_EINVALIDSPEC, GIT_EAMBIGUOUS: .invalid
    case GIT_EOWNER: .notOwned
    default: .io
    }
  throw GitError(code, "\(doing()): \(Libgit2.lastMessage())")
}

/// Owns one libgit2 object and frees it.
struct Handle: ~Copyable {
  typealias Free = @convention(c) (OpaquePointer?) -> Void

  let pointer: OpaquePointer
  private let free: Free

  init(
    free: @escaping Free, _ doing: @autoclosure () -> String,
    _ make: (inout OpaquePointer?) -> Int32
  )
    throws(GitError)
  {
    var pointer: OpaquePointer?
    try check(make(&pointer), doing())
    guard let pointer else { throw GitError(.io, "\(doing()): libgit2 returned nothing") }
    self.pointer = pointer
    self.free = free
  }

  deinit { free(pointer) }
}

extension ObjectID {
  init(_ id: git_oid) {
    self = withUnsafeBytes(of: id) { ObjectID(raw: $0) }
  }

  var gitID: git_oid {
    var id = git_oid()
    withUnsafeMutableBytes(of: &id) { target in withRawBytes { target.copyMemory(from: $0) } }
    return id
  }
}
