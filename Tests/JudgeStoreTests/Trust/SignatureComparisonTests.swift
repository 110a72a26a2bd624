import FoundationEssentials
import JudgeGit
import JudgeTestSupport
import Testing

@testable import JudgeStore

/// The verifier beside `ssh-keygen -Y verify`, over keys of all types.
@Suite(.enabled(if: SigningKey.isAvailable, SigningKey.comment))
struct SignatureComparisonTests {
  private static let ada = "ada@example.com"

  /// One case: who is asked about, by which list, and what was signed.
  private struct Case {
    var name: String
    var list: String
    var principal = ada
    var payload = SampleCommit.payload()
    var signature: [UInt8]
    var expected: Bool
  }

  @Test(arguments: SigningKey.Kind.allCases)
  func keysOfAllTypes(_ kind: SigningKey.Kind) async throws {
    let sandbox = try Sandbox()
    guard let key = try await SigningKey(kind, in: sandbox),
      let other = try await SigningKey(kind, in: sandbox)
    else {
      print("this ssh-keygen makes no keys of type \(kind)")
      return
    }
    let payload = SampleCommit.payload()
    let good = try await key.sign(payload)
    var bytes = try #require(SSHArmor.unwrap(good))
    bytes[bytes.count - 12] ^= 4
    let own = "\(Self.ada) \(key.line)\n"
    var cases = [
      Case(name: "good", list: own, signature: good, expected: true),
      Case(name: "unlisted", list: "", signature: good, expected: false),
      Case(
        name: "other key", list: "\(Self.ada) \(other.line)\n", signature: good, expected: false),
      Case(
        name: "both keys", list: "\(Self.ada) \(other.line)\n" + own, signature: good,
        expected: true),
      Case(
        name: "other principal", list: own, principal: "bob@example.com", signature: good,
        expected: false),
      Case(
        name: "tampered", list: own, payload: SampleCommit.payload("another label"),
        signature: good, expected: false),
      Case(name: "bit flipped", list: own, signature: SSHArmor.wrap(bytes), expected: false),
      Case(
        name: "other namespace", list: own,
        signature: try await key.sign(payload, namespace: "file"), expected: false),
      Case(
        name: "not for git", list: "\(Self.ada) namespaces=\"file,x*\" \(key.line)\n",
        signature: good, expected: false),
      Case(
        name: "for git too", list: "\(Self.ada) namespaces=\"file,g?t\" \(key.line)\n",
        signature: good, expected: true),
      Case(
        name: "expired", list: "\(Self.ada) valid-before=\"20231114221319Z\" \(key.line)\n",
        signature: good, expected: false),
      Case(
        name: "to the last second",
        list: "\(Self.ada) valid-before=\"\(SampleCommit.time)\" \(key.line)\n",
        signature: good, expected: true),
      Case(
        name: "from the first second",
        list: "\(Self.ada) valid-after=\"\(SampleCommit.time)\" \(key.line)\n",
        signature: good, expected: true),
      Case(
        name: "not yet", list: "\(Self.ada) valid-after=\"20231114221321Z\" \(key.line)\n",
        signature: good, expected: false),
      Case(
        name: "renewed",
        list: "\(Self.ada) valid-before=\"2022\" \(key.line)\n"
          + "\(Self.ada) valid-before=\"20220101\" \(key.line)\n"
          + "\(Self.ada) Valid-After=\"20230101\" \(key.line)\n", signature: good, expected: true),
      Case(
        name: "an authority", list: "\(Self.ada) cert-authority \(key.line)\n", signature: good,
        expected: false),
    ]
    if kind.arguments != nil {
      cases.append(
        Case(
          name: "sha256", list: own, signature: try await key.sign(payload, hash: "sha256"),
          expected: true))
    }
    for one in cases {
      let theirs = try await SigningKey.verify(
        one.payload, one.signature, list: one.list, principal: one.principal,
        at: SampleCommit.time)
      #expect(theirs == one.expected, "ssh-keygen, \(kind), \(one.name)")
      let object = SignedObject(SampleCommit.signed(one.payload, one.signature))
      var check = SignatureCheck(AllowedSigners(text: one.list), now: 0)
      switch check.find(object, by: one.principal) {
      case .verdict(let verdict, let isFinal):
        #expect((verdict == .good) == theirs, "\(kind), \(one.name)")
        #expect(isFinal, "\(kind), \(one.name)")
      case .foreign(_, let time):
        #expect(kind == .dsa, "\(kind), \(one.name)")
        let keygen = SSHKeygen(
          signers: AllowedSigners(text: one.list), principal: one.principal, time: time)
        let (verdict, _) = try await keygen.verify(object)
        #expect((verdict == .good) == theirs, "\(kind), \(one.name)")
      }
    }
  }

  @Test func whatATokenSays() async throws {
    let payload = SampleCommit.payload()
    for isECDSA in [false, true] {
      for (flags, type) in [
        (0, nil), (1, nil), (5, nil), (1, "ssh-ed25519"),
        (1, "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"),
      ] as [(UInt8, String?)] {
        let token = try #require(SoftwareToken(isECDSA: isECDSA, flags: flags))
        let list = "\(Self.ada) \(token.line)\n"
        let signature = try #require(token.sign(payload, namespace: "git", type: type))
        let theirs = try await SigningKey.verify(
          payload, signature, list: list, principal: Self.ada, at: SampleCommit.time)
        var check = SignatureCheck(AllowedSigners(text: list), now: 0)
        let object = SignedObject(SampleCommit.signed(payload, signature))
        let found = check.find(object, by: Self.ada)
        if isECDSA, type?.hasPrefix("webauthn") == true {
          #expect(found == .foreign(object, time: SampleCommit.seconds))
        } else {
          #expect(found == .verdict(theirs ? .good : .bad, isFinal: true), "\(flags) \(type ?? "")")
          #expect(theirs == (type == nil), "ssh-keygen asks for no touch either")
        }
      }
    }
  }

  @Test func certificatesAreLeftToSSHKeygen() async throws {
    let sandbox = try Sandbox()
    try await sandbox.makeRepository("store")
    let authority = try #require(try await SigningKey(.ed25519, in: sandbox))
    let key = try #require(try await SigningKey(.ed25519, in: sandbox))
    let stranger = try #require(try await SigningKey(.ed25519, in: sandbox))
    let payload = SampleCommit.payload()
    let plain = "\(Self.ada) \(key.line)\n"
    let list = "*@example.com cert-authority \(authority.line)\n"
    for (principals, validity, list, expected, isAsked) in [
      (Self.ada, "always:forever", list, true, true),
      ("bob@example.com", "always:forever", list, false, true),
      (Self.ada, "20200101:20230101", list, false, true),
      (Self.ada, "20200101:20240101", list, true, true),
      // Nobody is asked about a certificate if the list names no authority for that principal.
      (Self.ada, "always:forever", plain, false, false),
      (Self.ada, "always:forever", "b@x cert-authority \(authority.line)\n", false, false),
      (Self.ada, "always:forever", "\(Self.ada) cert-authority \(stranger.line)\n", false, true),
    ] {
      let certificate = try await authority.certify(
        key, principals: principals, validity: validity)
      let signature = try await key.sign(payload, key: certificate)
      let theirs = try await SigningKey.verify(
        payload, signature, list: list, principal: Self.ada, at: SampleCommit.time)
      #expect(theirs == expected)
      let signers = AllowedSigners(text: list)
      var check = SignatureCheck(signers, now: 0)
      let object = SampleCommit.signed(payload, signature)
      if case .foreign = check.find(SignedObject(object), by: Self.ada) {
        #expect(isAsked)
      } else {
        #expect(!isAsked)
      }
      try sandbox.write(String(decoding: object, as: UTF8.self), to: "commit")
      let id = try await sandbox.git(
        "hash-object", "-t", "commit", "-w", sandbox.path + "/commit", in: "store")
      let verifier = SignatureVerifier(
        GitProgram(in: sandbox.path + "/store"), signers: signers)
      #expect(try await verifier.verify(id, by: Self.ada) == (expected ? .good : .bad))
    }
  }

  /// Lines of a list, as OpenSSH reads them; `KEY` stands for the key.
  private static let lines = [
    "ada@example.com KEY", "ada@example.com\tKEY", "  ada@example.com   KEY comment here",
    "ADA@example.com KEY", "*@example.com KEY", "?da@example.com KEY", "*,!ada@example.com KEY",
    "!ada@example.com,* KEY", "!bob@example.com,* KEY", "b@x,ada@example.com KEY", "a,,b KEY",
    "ada@example.com, KEY", "*@example.com,!* KEY", "\"ada@example.com\" KEY",
    "\"ada@example.com KEY", "\"b@x y,ada@example.com\" KEY", "ada@exam\"ple.com\" KEY",
    "ada@exam\"ple.com\"KEY", "#ada@example.com KEY", " # KEY", "ada@example.com", "KEY",
    "ada@example.com namespaces=\"git\" KEY", "ada@example.com namespaces=git KEY",
    "ada@example.com NameSpaces=\"*,!gi\" KEY", "ada@example.com namespaces=\"\" KEY",
    "ada@example.com namespaces=\"git\",namespaces=\"git\" KEY",
    "ada@example.com namespaces=\"!git,*\" KEY", "ada@example.com namespaces=\"a b,git\" KEY",
    "ada@example.com namespaces=\"gi\\\"t,git\" KEY", "ada@example.com ,namespaces=\"git\" KEY",
    "ada@example.com namespaces=\"git\", KEY", "ada@example.com unknown KEY",
    "ada@example.com unknown=\"x\" KEY", "ada@example.com namespaces=\"git KEY",
    "ada@example.com valid-after=\"20200101\" KEY", "ada@example.com valid-after=20200101 KEY",
    "ada@example.com valid-after=\"2020010\" KEY", "ada@example.com valid-after=\"20201301\" KEY",
    "ada@example.com valid-after=\"202001011260\" KEY",
    "ada@example.com valid-after=\"20200230\" KEY", "ada@example.com valid-after=\"20240101Z\" KEY",
    "ada@example.com valid-before=\"202401010000z\" KEY",
    "ada@example.com valid-before=\"19700101Z\" KEY",
    "ada@example.com valid-before=\"19690101Z\" KEY",
    "ada@example.com valid-before=\"20240101000061UTC\" KEY",
    "ada@example.com valid-before=\"20240101\",valid-after=\"20250101\" KEY",
    "ada@example.com valid-after=\"20200101\",namespaces=\"git\",valid-before=\"20300101\" KEY",
    "ada@example.com cert-authority KEY", "ada@example.com cert-authorityx KEY",
    "ada@example.com KEY=", "ada@example.com ssh-rsa KEY", "ada@example.com\r KEY\r",
    "ada@example.com KEY\r", "ada@example.com \u{a0}KEY", "ada@example.com\u{0}x KEY",
    "ada@example.com namespaces=\"git\"\tKEY", "ada@example.com namespaces=\"git\"  KEY x",
    "b@x unknown KEY\nada@example.com KEY", "ada@example.com nonsense\nada@example.com KEY",
    "ada@example.com\u{2028}b@x KEY", "a*a@*.com KEY", "ada@example.co KEY", "* KEY\n\n",
    String(repeating: "x", count: 1022) + ",ada@example.com KEY",
    String(repeating: "x", count: 1023) + ",ada@example.com KEY",
  ]

  @Test func listsAreReadAsOpenSSHReadsThem() async throws {
    let sandbox = try Sandbox()
    let key = try #require(try await SigningKey(.ed25519, in: sandbox))
    let signature = try await key.sign(SampleCommit.payload())
    for line in Self.lines { try await compare(line, key, signature, "\(line)") }
  }

  @Test func randomListsAreReadAsOpenSSHReadsThem() async throws {
    let sandbox = try Sandbox()
    let key = try #require(try await SigningKey(.ed25519, in: sandbox))
    let pieces = [
      "ada@example.com", "*", "?", "!", ",", " ", "\t", "\"", "\\", "KEY", "namespaces=", "\"git\"",
      "valid-after=", "\"20200101\"", "valid-before=", "\"20300101Z\"", "cert-authority", "x",
      "\n", "\r", "#", "=", " KEY", "ada@example.com ",
    ]
    let signature = try await key.sign(SampleCommit.payload())
    for seed in PropertyRuns.seeds(60) {
      var generator = SeededGenerator(seed: seed)
      var line = generator.once(in: 2) ? "ada@example.com " : ""
      for _ in 0..<(1 + generator.below(8)) { line += generator.element(of: pieces) ?? "" }
      if generator.once(in: 2) { line += " KEY" }
      try await compare(line, key, signature, "seed \(seed)")
    }
  }

  private func compare(
    _ line: String, _ key: SigningKey, _ signature: [UInt8], _ name: String
  ) async throws {
    let payload = SampleCommit.payload()
    let list = line.replacing("KEY", with: key.line)
    let theirs = try await SigningKey.verify(
      payload, signature, list: list, principal: Self.ada, at: SampleCommit.time)
    var check = SignatureCheck(AllowedSigners(text: list), now: 0)
    let found = check.find(
      SignedObject(SampleCommit.signed(payload, signature)), by: Self.ada)
    #expect(
      found == .verdict(theirs ? .good : .bad, isFinal: true), "\(name): \(line.debugDescription)")
  }

  /// Whatever is done to a signature, nothing crashes, and it verifies only if `ssh-keygen` says so.
  @Test(arguments: SigningKey.Kind.allCases)
  func mutationsNeverVerify(_ kind: SigningKey.Kind) async throws {
    let sandbox = try Sandbox()
    guard let key = try await SigningKey(kind, in: sandbox) else { return }
    let payload = SampleCommit.payload()
    let bytes = try #require(SSHArmor.unwrap(try await key.sign(payload)))
    let list = "\(Self.ada) \(key.line)\n"
    var check = SignatureCheck(AllowedSigners(text: list), now: 0)
    for seed in PropertyRuns.seeds(300) {
      var generator = SeededGenerator(seed: seed)
      let changed = Self.mutate(bytes, &generator)
      guard changed != bytes else { continue }
      let signature = SSHArmor.wrap(changed)
      let object = SignedObject(SampleCommit.signed(payload, signature))
      if case .verdict(.good, _) = check.find(object, by: Self.ada) {
        #expect(
          try await SigningKey.verify(
            payload, signature, list: list, principal: Self.ada, at: SampleCommit.time),
          "\(kind), seed \(seed)")
      }
      // The list is as hostile as the signature, for whoever reads it from a branch.
      let text = String(decoding: Self.mutate(Array(list.utf8), &generator), as: UTF8.self)
      _ = AllowedSigners(text: text)
      _ = SignedObject(Self.mutate(SampleCommit.signed(payload, signature), &generator)).time
    }
  }

  private static func mutate(
    _ bytes: [UInt8], _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0...generator.below(3) {
      guard !bytes.isEmpty else { break }
      let place = generator.below(bytes.count)
      switch generator.below(5) {
      case 0: bytes[place] ^= 1 << UInt8(generator.below(8))
      case 1: bytes[place] = UInt8(generator.below(256))
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + generator.below(8)))
      default: bytes.insert(contentsOf: [0xff, 0xff, 0, 0][..<(1 + generator.below(4))], at: place)
      }
    }
    return bytes
  }
}
