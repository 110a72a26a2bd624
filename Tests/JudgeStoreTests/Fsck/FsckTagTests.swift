import JudgeRecords
import JudgeStore
import Testing

/// Tags are signposts made from registrations: what differs is found.
@Suite struct FsckTagTests {
  /// A store with one experiment and two registered versions with their tags.
  private func registered(
    _ box: Sandbox
  ) async throws -> (store: RecordStore, tags: [VersionTag]) {
    let store = try await box.store()
    let experiment = try Experiment(name: "Support").record()
    var tags: [VersionTag] = []
    for version in 1...2 {
      let body = try judge(instructions: "Rate {{ outputs }}, version \(version).")
      var registration = Registration(
        experiment: experiment.id, name: "tone", version: version, judge: body.id)
      registration.author = Person(name: "Ada", email: "ada@example.com")
      registration.time = Timestamp("2026-11-20T10:00:00Z")
      let record = try registration.record()
      let tag = VersionTag(
        experiment: "Support", judgeName: "tone", version: version, registration: record.id,
        judge: body.id)
      let done = try await store.append([experiment, body, record], message: "register \(version)")
      try await store.createTag(tag.name, message: tag.message("card"), target: done.commit)
      tags.append(tag)
    }
    return (store, tags)
  }

  @Test func tagsAsRegisteredAreClean() async throws {
    let box = try Sandbox()
    let (store, tags) = try await registered(box)
    #expect(try await store.fsck(.deep).problems == [])
    #expect(tags[1].name.hasSuffix("/tone/v2"))
    #expect(try await store.tags().map(\.name) == tags.map(\.name))
    #expect(try await store.tags()[0].message == tags[0].message("card"))
    #expect(try await box.strictFsck() == "")
    let error = await #expect(throws: StoreError.self) {
      try await store.createTag(tags[0].name, message: "another")
    }
    #expect(error?.code == .exists)
  }

  @Test(arguments: ["onto another version", "lightweight", "onto a commit before it"])
  func movedTag(_ how: String) async throws {
    let box = try Sandbox()
    let (store, tags) = try await registered(box)
    switch how {
    case "onto another version":
      try await box.git(
        "tag", "-f", "-a", "-m", tags[0].message(), tags[1].name, "judge", in: "store")
    case "lightweight": try await box.git("tag", "-f", tags[1].name, "judge", in: "store")
    default:
      try await box.git(
        "tag", "-f", "-a", "-m", tags[1].message(), tags[1].name, "judge~1", in: "store")
    }
    let report = try await store.fsck()
    #expect(report.problems.map(\.kind) == ["tag-differs"])
    #expect(report.problems.map(\.path) == ["refs/tags/" + tags[1].name])
  }

  @Test func remoteHasAnotherTag() async throws {
    let box = try Sandbox()
    let (store, tags) = try await registered(box)
    let reference = tags[0].name.replacing("judge/", with: "refs/judge/tags/origin/")
    try await box.git("update-ref", reference, "refs/tags/" + tags[1].name, in: "store")
    let report = try await store.fsck()
    #expect(report.problems.map(\.kind) == ["tag-differs"])
    #expect(report.problems.first?.message.contains("origin") == true)
  }

  @Test func missingTagIsFoundAndMadeAgain() async throws {
    let box = try Sandbox()
    let (store, tags) = try await registered(box)
    try await box.git("tag", "-d", tags[0].name, in: "store")
    #expect(try await store.fsck().problems.map(\.kind) == ["tag-missing"])
    let repair = try await store.repair()
    #expect(repair.tags == [tags[0].name])
    #expect(repair.commit == nil)
    #expect(repair.remaining == [])
    #expect(try await store.tags().first?.target == box.git("rev-parse", "judge~1", in: "store"))
    // anybody who repairs makes the very same tag
    let object = try await store.tags().first?.object
    try await box.git("tag", "-d", tags[0].name, in: "store")
    _ = try await store.repair()
    #expect(try await store.tags().first?.object == object)
  }

  @Test func tagWithoutARegistration() async throws {
    let box = try Sandbox()
    let (store, _) = try await registered(box)
    try await box.git("tag", "-a", "-m", "mine", "judge/support/other/v1", "judge", in: "store")
    #expect(try await store.fsck().problems.map(\.kind) == ["tag-differs"])
  }

  @Test(arguments: [
    ("tone", "tone"), ("a_b-c.d", "a_b-c.d"), ("Tone", "tone-"), ("über uns", "ber-uns-"),
    ("x.lock", "x-"), ("..", ""), ("", ""), ("-x", "x-"), ("a//b", "a-b-"), ("a..b", "a.-b-"),
  ])
  func slugs(_ text: String, _ start: String) async throws {
    let slug = VersionTag.slug(text)
    #expect(slug.hasPrefix(start))
    #expect((slug == text) == (start == text && !text.isEmpty))
    let box = try Sandbox()
    #expect(try await box.status("check-ref-format", "refs/tags/judge/\(slug)/\(slug)/v1") == 0)
  }
}
