internal import CLibgit2

/// A new pack that no repack takes away until its objects are referenced.
///
/// A pack that no reference leads to is garbage to `git repack -a -d` and `git gc`. As
/// `git index-pack --keep` does, a file `pack-X.keep` is therefore there before the pack is, and
/// until ``release()``. Its writer holds a shared `flock(2)` on it, which the kernel gives back when
/// the process ends: so a file that a killed writer left differs from one in use.
///
/// The pack itself stays open as well. If somebody deletes it all the same, ``restore(_:)`` writes
/// it again from what the open file still has.
package final class KeptPack {
  /// The beginning of every `.keep` file that this program writes.
  static let mark = "git-judge "

  /// `pack-…`, without an extension.
  package let name: String
  private let folder: String
  /// Whether the pack existed before it was protected.
  ///
  /// A repack that began before that may still delete the pack and its `.keep` file.
  let isExposed: Bool
  private var lock: Int32
  private var pack: Int32 = -1

  /// Protects a pack that is not there yet.
  init(_ name: String, in folder: String) throws(GitError) {
    self.name = name
    self.folder = folder
    let held = try Self.hold("\(folder)/\(name).keep")
    lock = held.descriptor
    isExposed = held.isNew && access("\(folder)/\(name).pack", F_OK) == 0
  }

  deinit { release() }

  /// Opens the pack, once it is there.
  func open() {
    if pack < 0 { pack = judge_open(path("pack"), O_RDONLY, 0) }
  }

  /// Whether the pack and its index are on the disk, even if libgit2 still has them open.
  package var isThere: Bool {
    access(path("pack"), F_OK) == 0 && access(path("idx"), F_OK) == 0
  }

  /// Lets repacks take the pack again: a reference leads to its objects, or nobody needs them.
  package func release() {
    if pack >= 0 { close(pack) }
    pack = -1
    guard lock >= 0 else { return }
    // Somebody else may be writing the very same pack. The last one removes the file.
    if flock(lock, LOCK_EX | LOCK_NB) == 0, Self.isOurs(lock) { unlink(path("keep")) }
    close(lock)
    lock = -1
  }

  /// Writes the pack again if it is gone.
  ///
  /// - Throws: `io` if the pack was not open, or cannot be written.
  package func restore(_ repository: borrowing Repository) throws(GitError) {
    guard !isThere else { return }
    guard pack >= 0 else {
      throw GitError(.io, "the pack \(name) was deleted while it was written")
    }
    if lock >= 0 { close(lock) }
    lock = -1
    lock = try Self.hold(path("keep")).descriptor
    var indexer = try PackIndexer(folder: folder, objects: try RetainedObjects(repository))
    var offset = 0
    while true {
      let bytes = try Self.read(pack, at: offset)
      if bytes.isEmpty { break }
      try indexer.append(bytes)
      offset += bytes.count
    }
    _ = try indexer.commitAsIs()
    try repository.refreshObjects()
  }

  private func path(_ suffix: String) -> String { "\(folder)/\(name).\(suffix)" }

  /// Makes or joins a `.keep` file and holds it.
  private static func hold(_ path: String) throws(GitError) -> (descriptor: Int32, isNew: Bool) {
    while true {
      if let descriptor = try make(path) { return (descriptor, true) }
      let descriptor = judge_open(path, O_RDWR, 0)
      if descriptor < 0, judge_errno() == ENOENT { continue }
      guard descriptor >= 0 else { throw GitError(.io, "writing \(path): \(systemMessage())") }
      try share(descriptor, path)
      var own = stat()
      var there = stat()
      // A writer of the same pack may have taken the file away between the two calls.
      if fstat(descriptor, &own) == 0, stat(path, &there) == 0, own.st_ino == there.st_ino {
        return (descriptor, false)
      }
      close(descriptor)
    }
  }

  /// Makes a `.keep` file that is locked and filled before it gets its name.
  ///
  /// Returns nil if the file exists.
  ///
  /// If a killed writer left an empty file, it would look like one made with `touch`.
  private static func make(_ path: String) throws(GitError) -> Int32? {
    let folder = path[..<(path.lastIndex(of: "/") ?? path.endIndex)]
    while true {
      var template = Array("\(folder)/tmp_judge_XXXXXX".utf8CString)
      let descriptor = judge_make_temporary(&template)
      guard descriptor >= 0 else { throw GitError(.io, "writing \(path): \(systemMessage())") }
      let text = Array("\(mark)\(getpid()) on \(hostName())\n".utf8)
      guard write(descriptor, text, text.count) == text.count else {
        let failure = GitError(.io, "writing \(path): \(systemMessage())")
        unlink(template)
        close(descriptor)
        throw failure
      }
      fchmod(descriptor, 0o644)
      do throws(GitError) { try share(descriptor, path) } catch {
        unlink(template)
        throw error
      }
      let status = link(template, path)
      let reason = judge_errno()
      unlink(template)
      if status == 0 { return descriptor }
      close(descriptor)
      switch reason {
      case EEXIST: return nil
      // A prune beside us may remove the draft.
      case ENOENT: continue
      default: return try makeAtOnce(path, text)
      }
    }
  }

  /// The same if the disk knows no second names of a file.
  private static func makeAtOnce(_ path: String, _ text: [UInt8]) throws(GitError) -> Int32? {
    let descriptor = judge_open(path, O_RDWR | O_CREAT | O_EXCL, 0o644)
    if descriptor < 0, judge_errno() == EEXIST { return nil }
    guard descriptor >= 0, write(descriptor, text, text.count) == text.count else {
      let failure = GitError(.io, "writing \(path): \(systemMessage())")
      if descriptor >= 0 { close(descriptor) }
      throw failure
    }
    try share(descriptor, path)
    return descriptor
  }

  private static func share(_ descriptor: Int32, _ path: String) throws(GitError) {
    while flock(descriptor, LOCK_SH) != 0 {
      guard judge_errno() == EINTR else {
        let failure = GitError(.io, "locking \(path): \(systemMessage())")
        close(descriptor)
        throw failure
      }
    }
  }

  /// Whether this program made an open `.keep` file.
  ///
  /// Files of other programs stay.
  private static func isOurs(_ descriptor: Int32) -> Bool { text(descriptor).hasPrefix(mark) }

  private static func text(_ descriptor: Int32) -> String {
    String(decoding: (try? read(descriptor, at: 0, limit: 256)) ?? [], as: UTF8.self)
  }

  /// Up to a megabyte of a file.
  ///
  /// Empty at the end of the file.
  private static func read(
    _ descriptor: Int32, at offset: Int, limit: Int = 1 << 20
  ) throws(GitError) -> [UInt8] {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { target, count in
      repeat {
        let got = pread(descriptor, target.baseAddress, limit, off_t(offset))
        failed = got < 0
        count = max(got, 0)
      } while failed && judge_errno() == EINTR
    }
    guard !failed else { throw GitError(.io, "reading back a pack: \(systemMessage())") }
    return bytes
  }

  private static func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "?" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension KeptPack {
  /// After how many seconds a file is taken away that a writer on another machine left.
  ///
  /// Locks do not always cross a network file system, so its age is all there is to go by.
  static let foreignAge = 86_400.0

  /// Deletes the `.keep` files of writers who were killed.
  ///
  /// Only files that this program wrote, that are old, and that no living process holds.
  ///
  /// - Parameters:
  ///   - folder: the common git directory.
  ///   - age: from how many seconds on a file without a holder is abandoned.
  /// - Returns: the files that were deleted.
  @discardableResult
  package static func removeAbandoned(
    in folder: String, olderThan age: Double = AbandonedLocks.age
  ) -> [String] {
    let packs = folder + "/objects/pack"
    let own = " on \(hostName())\n"
    return Folder.names(packs).filter { $0.hasPrefix("pack-") && $0.hasSuffix(".keep") }
      .map { packs + "/" + $0 }
      .filter { path in
        let descriptor = judge_open(path, O_RDWR, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return false }
        let written = text(descriptor)
        guard written.hasPrefix(mark) else { return false }
        let limit = written.hasSuffix(own) ? age : foreignAge
        guard Double(time(nil)) - Double(facts.st_mtim.tv_sec) >= limit,
          flock(descriptor, LOCK_EX | LOCK_NB) == 0
        else { return false }
        return unlink(path) == 0
      }
  }
}
