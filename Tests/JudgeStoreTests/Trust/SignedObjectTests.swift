import Testing

@testable import JudgeStore

@Suite struct SignedObjectTests {
  @Test(arguments: [
    (
      "tree 1\nauthor a\ngpgsig -----BEGIN X-----\n \n abc\n -----END X-----\n\nmessage\n",
      "tree 1\nauthor a\n\nmessage\n", "-----BEGIN X-----\n\nabc\n-----END X-----\n"
    ),
    ("tree 1\n\nmessage\n", "tree 1\n\nmessage\n", ""),
    ("tree 1\nauthor a\n", "tree 1\nauthor a\n", ""),
    // What looks like a signature in the message is none.
    ("tree 1\n\ngpgsig x\n y\n", "tree 1\n\ngpgsig x\n y\n", ""),
    // Lines that go on belong to their header.
    ("tree 1\nmergetag a\n gpgsig b\n\nm", "tree 1\nmergetag a\n gpgsig b\n\nm", ""),
    // A signature over the SHA-256 form is not a part of what the other one signs.
    (
      "tree 1\ngpgsig-sha256 s\n t\ngpgsig a\n b\nencoding x\n y\n\nm\n",
      "tree 1\nencoding x\n y\n\nm\n", "a\nb\n"
    ),
    ("tree 1\ngpgsig a\ngpgsig b\n\nm\n", "tree 1\n\nm\n", "a\nb\n"),
    ("", "", ""),
  ])
  func commits(_ text: String, _ payload: String, _ signature: String) {
    let object = SignedObject(Array(text.utf8))
    #expect(String(decoding: object.payload, as: UTF8.self) == payload)
    #expect(String(decoding: object.signature, as: UTF8.self) == signature)
  }

  @Test(arguments: [
    (
      "object 1\ntag x\n\nmessage\n-----BEGIN SSH SIGNATURE-----\nabc\n",
      "object 1\ntag x\n\nmessage\n", "-----BEGIN SSH SIGNATURE-----\nabc\n"
    ),
    // The last one counts, as in git.
    (
      "object 1\n\n-----BEGIN PGP SIGNATURE-----\na\n-----BEGIN SSH SIGNATURE-----\nb\n",
      "object 1\n\n-----BEGIN PGP SIGNATURE-----\na\n", "-----BEGIN SSH SIGNATURE-----\nb\n"
    ),
    ("object 1\ngpgsig-sha256 a\n b\n\nm\n", "object 1\n\nm\n", ""),
    (
      "object 1\n\n -----BEGIN SSH SIGNATURE-----\n",
      "object 1\n\n -----BEGIN SSH SIGNATURE-----\n", ""
    ),
  ])
  func tags(_ text: String, _ payload: String, _ signature: String) {
    let object = SignedObject(Array(text.utf8), isTag: true)
    #expect(String(decoding: object.payload, as: UTF8.self) == payload)
    #expect(String(decoding: object.signature, as: UTF8.self) == signature)
  }

  @Test(arguments: [
    ("committer A <a@x> 12 +0100", SignedObject.Time.at(12)),
    ("committer A <a@x>  12  -0100", .at(12)), ("committer A <a>b> 12 +0000", .at(12)),
    ("committer A <a@x> 0 +0000", .unsaid), ("committer A <a@x>", .unsaid),
    ("committer A <a@x> -1 +0000", .unsaid), ("committer A <a@x> 12", .unsaid),
    ("committer A <a@x> 99999999999999999999 +0000", .at(.max)), ("committer A", .invalid),
    ("author A <a@x> 12 +0000", .invalid), ("\ncommitter A <a@x> 12 +0000", .invalid),
  ])
  func times(_ line: String, _ time: SignedObject.Time) {
    #expect(SignedObject(Array("tree 1\n\(line)\n\nm\n".utf8)).time == time)
  }

  @Test func theTimeOfATagIsItsTaggers() {
    let text = "object 1\ntagger A <a@x> 7 +0000\n\nm\n"
    #expect(SignedObject(Array(text.utf8), isTag: true).time == .at(7))
    #expect(SignedObject(Array(text.utf8)).time == .invalid)
  }
}
