import JudgeGit
import JudgeJSON
import JudgeRecords
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Remembers verdicts on signatures, so that each is computed only once.
///
/// A verdict is kept as a hash of its object, principal, list of signers and result. A look-up
/// checks whether the hash exists, so a truncated or damaged file never gives a wrong answer, only
/// no answer. There is one file per list of signers with 32 bytes per verdict, and it is only
/// appended to. Writers take a lock; readers do not need one. Verdicts that cannot be read or
/// written are computed again.
final class SignatureCache: Sendable {
  typealias Verdict = SignatureVerifier.Verdict

  /// The largest size of a file in bytes, a million verdicts.
  ///
  /// A larger file starts over.
  static let maximumSize = 32 << 20
  /// The number of lists of signers that are remembered, the most recently used ones.
  static let maximumLists = 8
  private static let entrySize = 32

  /// The folder of the files.
  ///
  /// If `nil`, verdicts are kept for this process only.
  private let folder: String?
  private let name: String
  private let signers: [UInt8]
  private let known = Mutex<Set<SHA256Digest>?>(nil)
  /// The verdicts that this process has asked for, by principal.
  ///
  /// They are found without hashing.
  private let asked = Mutex<[Address: [ObjectID: Verdict]]>([:])

  /// Opens the verdicts of a list.
  ///
  /// Nothing is read before the first look-up.
  ///
  /// - Parameters:
  ///   - folder: the state directory of the clone.
  ///   - signers: the list of signers.
  init(in folder: String?, signers: AllowedSigners) {
    self.folder = folder.map { $0 + "/signatures" }
    self.signers = Array("git-judge signature 1".utf8) + signers.digest.bytes
    name = String(signers.digest.hex.prefix(32))
  }

  /// The verdict on a signature, if it was found before.
  func verdict(on object: ObjectID, by principal: String) -> Verdict? {
    if let verdict = asked.withLock({ $0[Address(principal)]?[object] }) { return verdict }
    let stem = stem(object, principal)
    let found = known.withLock { known in
      let all = known ?? read()
      known = all
      return Verdict.allCases.first { all.contains(Self.entry(stem, $0)) }
    }
    if let found { asked.withLock { $0[Address(principal), default: [:]][object] = found } }
    return found
  }

  /// Remembers verdicts that hold for ever.
  func add(_ verdicts: [(object: ObjectID, principal: String, verdict: Verdict)]) {
    asked.withLock { asked in
      for item in verdicts {
        asked[Address(item.principal), default: [:]][item.object] = item.verdict
      }
    }
    let entries = verdicts.map { Self.entry(stem($0.object, $0.principal), $0.verdict) }
    let new = known.withLock { known in
      var all = known ?? read()
      let new = entries.filter { all.insert($0).inserted }
      known = all
      return new
    }
    if !new.isEmpty { append(new) }
  }

  private func stem(_ object: ObjectID, _ principal: String) -> [UInt8] {
    signers + object.bytes + Array(principal.utf8)
  }

  private static func entry(_ stem: [UInt8], _ verdict: Verdict) -> SHA256Digest {
    SHA256Digest.hash(stem + [0] + Array(verdict.rawValue.utf8))
  }

  private func read() -> Set<SHA256Digest> {
    guard let folder, let bytes = try? SmallFile.read("\(folder)/\(name)") else { return [] }
    var all: Set<SHA256Digest> = []
    all.reserveCapacity(bytes.count / Self.entrySize)
    var place = 0
    while place + Self.entrySize <= bytes.count {
      if let entry = SHA256Digest(bytes: Array(bytes[place..<(place + Self.entrySize)])) {
        all.insert(entry)
      }
      place += Self.entrySize
    }
    return all
  }

  private func append(_ entries: [SHA256Digest]) {
    guard let folder else { return }
    mkdir(String(folder.dropLast("/signatures".count)), 0o777)
    mkdir(folder, 0o777)
    let lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard lock >= 0 else { return }
    defer { close(lock) }
    guard Self.wait(for: lock) else { return }
    let path = "\(folder)/\(name)"
    var status = stat()
    let isNew = stat(path, &status) != 0
    var size = isNew ? 0 : Int(status.st_size)
    let bytes = entries.flatMap(\.bytes)
    if size + bytes.count > Self.maximumSize {
      unlink(path)
      size = 0
    } else if let repeated = repeats(size) {
      // Written by processes that worked the same out at the same time.
      try? SmallFile.replace(path, with: repeated.flatMap(\.bytes) + bytes)
      return
    }
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { return }
    defer { close(file) }
    // A write that was cut off left less than an entry at the end.
    let torn = size % Self.entrySize
    let padding = [UInt8](repeating: 0, count: torn == 0 ? 0 : Self.entrySize - torn)
    var rest = (padding + bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    if isNew { forgetOldLists() }
  }

  /// The entries without repetitions, if a file of this size holds more of them than entries.
  private func repeats(_ size: Int) -> Set<SHA256Digest>? {
    // Cheap to see only against what was read: the file may hold what others added since.
    let count = known.withLock { $0?.count ?? 0 }
    guard size / Self.entrySize > 2 * count + 1024 else { return nil }
    let all = read()
    return size / Self.entrySize > 2 * all.count + 1024 ? all : nil
  }

  /// Takes the lock, or gives up: others hold it for milliseconds.
  private static func wait(for lock: Int32) -> Bool {
    for _ in 0..<100 {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(2000)
    }
    return false
  }

  /// Deletes the verdicts of lists that were not added to for longest.
  private func forgetOldLists() {
    guard let folder, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    var lists: [(path: String, time: Int)] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.utf8.count == 32, name != self.name else { continue }
      let path = "\(folder)/\(name)"
      var status = stat()
      if stat(path, &status) == 0 { lists.append((path, Int(status.st_mtim.tv_sec))) }
    }
    lists.sort { ($0.time, $0.path) > ($1.time, $1.path) }
    for list in lists.dropFirst(Self.maximumLists - 1) { unlink(list.path) }
  }
}
