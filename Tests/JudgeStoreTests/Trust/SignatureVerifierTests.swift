import FoundationEssentials
import JudgeGit
import JudgeTestSupport
import Testing

@testable import JudgeStore

#if canImport(Glibc)
  import Glibc
#endif

/// Verdicts on objects of a repository, and how they are remembered.
@Suite struct SignatureVerifierTests {
  private static let ada = "ada@example.com"

  /// A repository, and a token whose key the list gives to Ada.
  private struct Stage {
    let sandbox: Sandbox
    let token: SoftwareToken
    let signers: AllowedSigners
    var folder: String { sandbox.path + "/store" }
    var git: GitProgram { GitProgram(in: folder) }
    var cache: String { sandbox.path + "/state" }
    /// The only file of verdicts.
    var file: String {
      get throws {
        let names = try sandbox.names(in: "state/signatures").filter { $0 != "lock" }
        return cache + "/signatures/" + (try #require(names.first))
      }
    }

    init(isECDSA: Bool = false) async throws {
      sandbox = try Sandbox()
      try await sandbox.makeRepository("store")
      token = try #require(SoftwareToken(isECDSA: isECDSA))
      signers = AllowedSigners(text: "\(ada) \(token.line)\n")
    }

    /// Stores an object and returns its id.
    func store(_ bytes: [UInt8], _ type: String = "commit") async throws -> String {
      let done = try await git.run(
        ["hash-object", "-t", type, "-w", "--stdin", "--literally"], input: bytes)
      return String(done.lines.first ?? "")
    }

    func commit(_ message: String, seconds: Int64 = SampleCommit.seconds) async throws -> String {
      let payload = SampleCommit.payload(message, seconds: seconds)
      let signature = try #require(token.sign(payload, namespace: "git"))
      return try await store(SampleCommit.signed(payload, signature))
    }
  }

  @Test func objectsOfAllKinds() async throws {
    let stage = try await Stage()
    let plain = SampleCommit.payload("plain")
    let pgp = Array("-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n".utf8)
    let tag =
      Array("object \(String(repeating: "1", count: 40))\ntype commit\ntag x\n".utf8)
      + Array("tagger A <a@x> 1700000000 +0000\n\nm\n".utf8)
    let signature = try #require(stage.token.sign(tag, namespace: "git"))
    let huge = Array(repeating: UInt8(ascii: "x"), count: SignatureVerifier.maximumSize)
    let good = try await stage.commit("good")
    var items: [(object: String, principal: String)] = [
      (good, Self.ada), (good, "bob@example.com"), (good, ""), (good, Self.ada + "\u{0}"),
      (good.uppercased(), Self.ada),
      (try await stage.store(plain), Self.ada),
      (try await stage.store(SampleCommit.signed(plain, pgp)), Self.ada),
      (try await stage.store(tag + signature, "tag"), Self.ada),
      (try await stage.store(tag + pgp, "tag"), Self.ada),
      (try await stage.store(tag, "tag"), Self.ada),
      (try await stage.store(plain, "blob"), Self.ada),
      (try await stage.store(plain + huge), Self.ada),
      (String(repeating: "a", count: 40), Self.ada), ("HEAD", Self.ada), ("", Self.ada),
      (good, Self.ada),
    ]
    let expected: [SignatureVerifier.Verdict] = [
      .good, .bad, .bad, .bad, .good, .missing, .bad, .good, .bad, .missing, .missing, .bad,
      .missing, .missing, .missing, .good,
    ]
    for cache in [nil, stage.cache, stage.cache] {
      let verifier = SignatureVerifier(stage.git, signers: stage.signers, cache: cache)
      #expect(try await verifier.verify(items) == expected)
      #expect(try await verifier.verify(items) == expected)
      for (item, verdict) in zip(items, expected) {
        #expect(try await verifier.verify(item.object, by: item.principal) == verdict)
      }
    }
    #expect(try await SignatureVerifier(stage.git, signers: stage.signers).verify([]).isEmpty)
    // Another list is another question.
    let other = SignatureVerifier(
      stage.git, signers: AllowedSigners(text: ""), cache: stage.cache)
    items.removeSubrange(1...)
    #expect(try await other.verify(items) == [.bad])
  }

  @Test func whatIsRememberedNeedsNoGit() async throws {
    let stage = try await Stage(isECDSA: true)
    var items: [(object: String, principal: String)] = []
    for number in 0..<20 { items.append((try await stage.commit("\(number)"), Self.ada)) }
    items.append((String(repeating: "a", count: 40), Self.ada))
    let first = SignatureVerifier(stage.git, signers: stage.signers, cache: stage.cache)
    let verdicts = try await first.verify(items)
    #expect(verdicts == Array(repeating: .good, count: 20) + [.missing])
    let nowhere = SignatureVerifier(
      GitProgram(in: stage.sandbox.path + "/nowhere"), signers: stage.signers, cache: stage.cache)
    #expect(try await nowhere.verify(items.dropLast()) == verdicts.dropLast())
    // A missing object may come: it is asked about again.
    await #expect(throws: GitError.self) { try await nowhere.verify(items) }
  }

  @Test func whatDependsOnThePresentIsNotRemembered() async throws {
    let stage = try await Stage()
    let id = try await stage.commit("without a time", seconds: 0)
    let timed = AllowedSigners(
      text: "\(Self.ada) valid-after=\"20200101Z\" \(stage.token.line)\n")
    for signers in [timed, stage.signers] {
      let verifier = SignatureVerifier(stage.git, signers: signers, cache: stage.cache)
      #expect(try await verifier.verify(id, by: Self.ada) == .good)
      let cache = SignatureCache(in: stage.cache, signers: signers)
      let object = try #require(ObjectID(hex: id))
      #expect(cache.verdict(on: object, by: Self.ada) == (signers == timed ? nil : .good))
    }
  }

  @Test func aTornFileGivesNoWrongAnswer() async throws {
    let stage = try await Stage()
    let ids = [try await stage.commit("a"), try await stage.commit("b")]
    let items = ids.map { (object: $0, principal: Self.ada) }
    let verifier = SignatureVerifier(stage.git, signers: stage.signers, cache: stage.cache)
    #expect(try await verifier.verify(items) == [.good, .good])
    let file = try stage.file
    let whole = try #require(try SmallFile.read(file))
    #expect(whole.count == 64)
    for count in 0...whole.count {
      try Data(whole.prefix(count) + (count % 2 == 0 ? [] : [7, 7])).write(to: URL(filePath: file))
      let again = SignatureVerifier(stage.git, signers: stage.signers, cache: stage.cache)
      #expect(try await again.verify(items) == [.good, .good])
      // What is appended behind a torn entry can be read.
      let cache = SignatureCache(in: stage.cache, signers: stage.signers)
      for id in ids {
        let object = try #require(ObjectID(hex: id))
        #expect(cache.verdict(on: object, by: Self.ada) == .good, "\(count)")
        #expect(cache.verdict(on: object, by: "bob@example.com") == nil)
      }
    }
  }

  @Test func manyWritersLoseNothing() async throws {
    let stage = try await Stage()
    let objects = (0..<400).map { ObjectID(ofBlob: Array("\($0)".utf8)) }
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for start in stride(from: writer * 25, to: objects.count, by: 200) {
            let cache = SignatureCache(in: stage.cache, signers: stage.signers)
            for object in objects[start..<(start + 25)] {
              cache.add([(object, Self.ada, .good), (object, "bob@example.com", .bad)])
            }
          }
        }
      }
    }
    let cache = SignatureCache(in: stage.cache, signers: stage.signers)
    #expect(objects.allSatisfy { cache.verdict(on: $0, by: Self.ada) == .good })
    #expect(objects.allSatisfy { cache.verdict(on: $0, by: "bob@example.com") == .bad })
  }

  @Test func repetitionsAndOldListsGo() async throws {
    let stage = try await Stage()
    let cache = SignatureCache(in: stage.cache, signers: stage.signers)
    let objects = (0..<10).map { ObjectID(ofBlob: Array("\($0)".utf8)) }
    cache.add(objects.map { ($0, Self.ada, .good) })
    let file = try stage.file
    let once = try #require(try SmallFile.read(file))
    try Data(Array(repeating: once, count: 200).flatMap { $0 }).write(to: URL(filePath: file))
    cache.add([(ObjectID.zero, Self.ada, .bad)])
    #expect(try SmallFile.read(file)?.count == once.count + 32)
    let again = SignatureCache(in: stage.cache, signers: stage.signers)
    #expect(objects.allSatisfy { again.verdict(on: $0, by: Self.ada) == .good })
    for number in 0..<20 {
      let other = AllowedSigners(text: stage.signers.text + "# \(number)\n")
      SignatureCache(in: stage.cache, signers: other).add([(ObjectID.zero, Self.ada, .bad)])
    }
    #expect(
      try stage.sandbox.names(in: "state/signatures").count == SignatureCache.maximumLists + 1)
  }

  @Test func aFolderThatCannotBeWrittenIsNoMatter() async throws {
    let stage = try await Stage()
    let id = try await stage.commit("x")
    try stage.sandbox.write("a file", to: "state")
    for folder in [stage.cache, "/proc/nowhere", "/dev/null"] {
      let verifier = SignatureVerifier(stage.git, signers: stage.signers, cache: folder)
      #expect(try await verifier.verify(id, by: Self.ada) == .good)
    }
  }

  @Test func objectsInQuarantineAreSeen() async throws {
    let stage = try await Stage()
    try await stage.sandbox.makeRepository("other")
    let other = GitProgram(in: stage.sandbox.path + "/other")
    let payload = SampleCommit.payload()
    let signature = try #require(stage.token.sign(payload, namespace: "git"))
    let id = try await other.run(
      ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
      input: SampleCommit.signed(payload, signature)
    ).text.trimmingSuffix("\n")
    let plain = SignatureVerifier(stage.git, signers: stage.signers)
    #expect(try await plain.verify(id, by: Self.ada) == .missing)
    let inside = GitProgram(
      in: stage.folder,
      variables: [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": stage.sandbox.path + "/other/.git/objects"
      ])
    let verifier = SignatureVerifier(inside, signers: stage.signers)
    #expect(try await verifier.verify(id, by: Self.ada) == .good)
  }

  @Test func replacedObjectsAreNotFollowed() async throws {
    let stage = try await Stage()
    let good = try await stage.commit("good")
    let unsigned = try await stage.store(SampleCommit.payload("unsigned"))
    try await stage.git.run(["update-ref", "refs/replace/\(unsigned)", good])
    let verifier = SignatureVerifier(stage.git, signers: stage.signers)
    #expect(try await verifier.verify(unsigned, by: Self.ada) == .missing)
  }

  @Test func aStoreAnswersByItsList() async throws {
    let stage = try await Stage()
    let store = try await stage.sandbox.open()
    let good = try await stage.commit("good")
    let claims = [(object: good, by: Self.ada), (object: good, by: "bob@example.com")]
    #expect(try await store.areSigned(claims) == [false, false])
    try stage.sandbox.write(stage.signers.text, to: "signers")
    try await stage.sandbox.git(
      "config", "judge.allowedSigners", stage.sandbox.path + "/signers", in: "store")
    for _ in 0..<2 {
      let store = try await stage.sandbox.open()
      #expect(try await store.areSigned(claims) == [true, false])
      #expect(try await store.areSigned([]).isEmpty)
    }
    #expect(try stage.sandbox.names(in: "store/.git/git-judge/signatures").count == 2)
  }

  /// A list's local times mean something else elsewhere, and its verdicts are then not shared.
  @Test func theDigestOfAListHoldsItsTimes() {
    let local = AllowedSigners(text: "a valid-after=\"20200101\" ssh-ed25519 AAAA\n")
    #expect(local.digest != AllowedSigners(text: "").digest)
    #expect(local.digest == AllowedSigners(text: local.text).digest)
  }
}
