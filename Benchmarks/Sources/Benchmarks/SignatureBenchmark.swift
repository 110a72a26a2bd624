import CLibcrypto
import Foundation
import GitJudge

/// What it costs to verify the signatures of a long history, and to ask for them again.
enum SignatureBenchmark {
  private static let author = "reviewer@example.org"

  /// Verifies commits that one Ed25519 key signed.
  ///
  /// - Parameters:
  ///   - folder: where to work.
  ///   - scale: by how much the usual 100,000 commits are divided.
  ///   - report: gets the figures.
  /// - Throws: where git fails, or a signature does not verify.
  static func run(in folder: String, scale: Int, _ report: inout Report) async throws {
    let path = folder + "/signatures"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Peers.git(["init", "-q", "."], in: path)
    try Peers.git(["config", "user.name", "Owner"], in: path)
    try Peers.git(["config", "user.email", "owner@example.org"], in: path)
    _ = try await RecordStore.open(at: path).initialize()
    let root = try Peers.output(["rev-parse", "judge"], in: path)
    let tree = try Peers.output(["rev-parse", "judge^{tree}"], in: path)
    let count = 100_000 / scale
    let key = try Key()
    let (pack, commits) = try Pack.commits(
      count, on: root, tree: tree, by: author, signedBy: key)
    let file = URL(fileURLWithPath: path + "/commits.pack")
    try pack.write(to: file)
    try Peers.git(["index-pack", "--stdin"], in: path, input: file)
    try Peers.git(["update-ref", "refs/heads/judge", commits.last ?? root], in: path)
    let list = path + "/allowed_signers"
    try Data("\(author) \(key.line)\n".utf8).write(to: URL(fileURLWithPath: list))
    try Peers.git(["config", "judge.allowedSigners", list], in: path)
    let claims = commits.map { (object: $0, by: author) }
    for (name, limit) in [("first", 60.0), ("again", 1.0)] {
      // Opened anew: what is remembered must come from the clone's files.
      let store = try await RecordStore.open(at: path)
      let time = try await seconds {
        guard try await store.areSigned(claims).allSatisfy({ $0 }) else {
          throw Peers.Failure(text: "a signature does not verify")
        }
      }
      report.add("verify \(count) signed commits, \(name)", seconds: time, atMost: limit)
    }
    let store = try await RecordStore.open(at: path)
    let strangers = claims.map { (object: $0.object, by: "other@example.org") }
    guard try await !store.areSigned(strangers).contains(true) else {
      throw Peers.Failure(text: "a signature counts as somebody else's")
    }
    try await trust(count, in: path, &report)
  }

  /// Who may do what, over the same history.
  private static func trust(
    _ count: Int, in path: String, _ report: inout Report
  ) async throws {
    // The signatures are known; the walk over the history is not.
    for (name, limit) in [("first", 10.0), ("again", 1.0)] {
      let store = try await RecordStore.open(at: path)
      let time = try await seconds {
        guard try await store.trustReport().problems.isEmpty else {
          throw Peers.Failure(text: "fsck --trust complains")
        }
      }
      report.add("fsck --trust, \(count) commits, \(name)", seconds: time, atMost: limit)
    }
    let store = try await RecordStore.open(at: path)
    _ = try await store.owners()
    var generator = Generator(state: 11)
    var best = Double.infinity
    for number in 0..<5 {
      let label = try Workload.label("tr-1", reviewer: number, generator: &generator).record()
      _ = try await store.append([label], message: "label")
      best = min(best, try await seconds { _ = try await store.owners() })
    }
    report.add("who may do what, after one more commit", seconds: best, atMost: 0.1)
  }

  /// An Ed25519 key that signs as `ssh-keygen -Y sign -n git` does.
  private final class Key {
    private let key: OpaquePointer
    private let publicBytes: [UInt8]

    init() throws {
      let context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil)
      defer { EVP_PKEY_CTX_free(context) }
      var made: OpaquePointer?
      var bytes = [UInt8](repeating: 0, count: 32)
      var count = bytes.count
      guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_keygen(context, &made) == 1, let made,
        EVP_PKEY_get_raw_public_key(made, &bytes, &count) == 1
      else { throw Peers.Failure(text: "no key") }
      (key, publicBytes) = (made, bytes)
    }

    deinit { EVP_PKEY_free(key) }

    private static func field(_ bytes: some Collection<UInt8>) -> [UInt8] {
      [0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
    }

    private var blob: [UInt8] { Self.field("ssh-ed25519".utf8) + Self.field(publicBytes) }

    var line: String { "ssh-ed25519 \(Data(blob).base64EncodedString())" }

    /// The armoured signature.
    func sign(_ message: [UInt8]) throws -> String {
      let head =
        Self.field("git".utf8) + Self.field([]) + Self.field("sha256".utf8)
      let data =
        Array("SSHSIG".utf8) + head + Self.field(SHA256Digest.hash(message).bytes)
      var signature = [UInt8](repeating: 0, count: 64)
      var count = signature.count
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
        EVP_DigestSign(context, &signature, &count, data, data.count) == 1
      else { throw Peers.Failure(text: "no signature") }
      let inner = Self.field("ssh-ed25519".utf8) + Self.field(signature)
      let bytes =
        Array("SSHSIG".utf8) + [0, 0, 0, 1] + Self.field(blob) + head + Self.field(inner)
      return "-----BEGIN SSH SIGNATURE-----\n"
        + Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        + "\n-----END SSH SIGNATURE-----"
    }
  }

  /// A pack whose entries are stored, not compressed.
  private enum Pack {
    /// A history of so many commits of one tree, and their ids.
    static func commits(
      _ count: Int, on root: String, tree: String, by author: String, signedBy key: Key
    ) throws -> (pack: Data, ids: [String]) {
      var pack = Array("PACK".utf8) + bigEndian(2) + bigEndian(UInt32(count))
      var ids: [String] = []
      for number in 0..<count {
        let person = "Reviewer <\(author)> \(1_700_000_000 + number) +0000"
        let head =
          "tree \(tree)\nparent \(ids.last ?? root)\n" + "author \(person)\ncommitter \(person)\n"
        let body = "\nLabel order-\(number) as good\n"
        let signature = try key.sign(Array((head + body).utf8))
          .split(separator: "\n").joined(separator: "\n ")
        let commit = Array("\(head)gpgsig \(signature)\n\(body)".utf8)
        add(commit, kind: 1, to: &pack)
        let name = sha1(Array("commit \(commit.count)\0".utf8) + commit)
        ids.append(name.map { String(format: "%02x", $0) }.joined())
      }
      return (Data(pack + sha1(pack)), ids)
    }

    private static func add(_ bytes: [UInt8], kind: UInt8, to pack: inout [UInt8]) {
      var size = bytes.count >> 4
      pack.append(kind << 4 | UInt8(bytes.count & 15) | (size > 0 ? 0x80 : 0))
      while size > 0 {
        pack.append(UInt8(size & 0x7f) | (size > 0x7f ? 0x80 : 0))
        size >>= 7
      }
      let length = UInt16(bytes.count)
      pack += [0x78, 1, 1]
      pack += [UInt8(length & 255), UInt8(length >> 8)]
      pack += [UInt8(~length & 255), UInt8(~length >> 8)]
      pack += bytes
      var (first, second) = (1 as UInt32, 0 as UInt32)
      for byte in bytes {
        first = (first + UInt32(byte)) % 65521
        second = (second + first) % 65521
      }
      pack += bigEndian(second << 16 | first)
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func sha1(_ bytes: [UInt8]) -> [UInt8] {
      var context = clibcrypto_sha1_init()
      clibcrypto_sha1_update(&context, bytes, bytes.count)
      var digest = [UInt8](repeating: 0, count: 20)
      clibcrypto_sha1_final(&context, &digest)
      return digest
    }
  }
}
