import Testing

@testable import GitJudge

/// Version numbers and tags of judges that several clones registered apart.
@Suite(.enabled(if: TestRepository.git != nil, "needs git"))
struct SharedVersionTests {
  private static let kind = Fixture.judge("tone", "Is {{ outputs }} kind?")
  private static let short = Fixture.judge("tone", "Is {{ outputs }} short?")

  /// The numbers of `tone`, with the bodies that have them.
  private func versions(_ clone: Fixture) async throws -> [Int: ContentID] {
    var versions: [Int: ContentID] = [:]
    for version in try await clone.store.judges.history(of: "tone") {
      if let number = version.number { versions[number] = version.hash }
    }
    return versions
  }

  @Test("A number that somebody else took meanwhile is given up by whoever syncs later")
  func renumbered() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    let first = try await ann.store.judges.create(Self.kind)
    let second = try await bob.store.judges.create(Self.short)
    #expect(first.version == 2 && second.version == 2)
    #expect(try await ann.store.sharing.sync().renumbered.isEmpty)
    let moved = try await bob.store.sharing.sync().renumbered
    #expect(moved.count == 1 && moved[0].contains("v2") && moved[0].contains("v3"))
    #expect(try await ann.store.sharing.sync().renumbered.isEmpty)
    for clone in [ann, bob] {
      let known = try await versions(clone)
      #expect(known.count == 3 && known[2] == first.hash && known[3] == second.hash)
      #expect(try team.tags(of: clone) == team.tags())
    }
    #expect(try team.tags().count == 3)
    let author = try await ann.store.judges.find(named: "tone@v3").registration?.author
    #expect(author?.email == Fixture.bob)
  }

  @Test("The same body, registered twice, is one version")
  func same() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    for clone in [ann, bob] { _ = try await clone.store.judges.create(Self.kind) }
    for clone in [ann, bob] {
      #expect(try await clone.store.sharing.sync().renumbered.isEmpty)
    }
    #expect(try await versions(ann).keys.sorted() == [1, 2])
    #expect(try await versions(bob) == versions(ann))
  }

  @Test("A third person renumbers nothing and is told who can; then an owner does it")
  func third() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    let cy = try await team.clone(of: Fixture.cy)
    for (clone, body) in [(ann, Self.kind), (bob, Self.short)] {
      _ = try await clone.store.judges.create(body)
    }
    // Both numbers get to the remote by a plain merge.
    try team.git(["push", "-q", "origin", "judge"], in: ann.folder)
    try team.git(["fetch", "-q"], in: bob.folder)
    _ = try await bob.store.store.unite(with: "origin/judge")
    try team.git(["push", "-q", "origin", "judge"], in: bob.folder)
    let told = try await cy.store.sharing.sync()
    #expect(told.renumbered.isEmpty && told.pushed == 0)
    #expect(told.warnings.contains { $0.contains("tone") && $0.contains("v2") })
    #expect(await failure { try await cy.store.judges.find(named: "tone@v2") }.code == "ambiguous")
    #expect(try await ann.store.sharing.sync().renumbered.count == 1)
    #expect(try await cy.store.sharing.sync().warnings.isEmpty)
    #expect(try await versions(cy).keys.sorted() == [1, 2, 3])
  }

  @Test("A lost tag is made again by the next sync, and leads to the same object")
  func lostTag() async throws {
    let team = try await Team()
    let ann = try await team.clone(of: Fixture.ann)
    let before = try team.tags(of: ann)
    try team.git(["tag", "-d", "judge/support/tone/v1"], in: ann.folder)
    #expect(try team.tags(of: ann).isEmpty)
    _ = try await ann.store.sharing.sync()
    #expect(try team.tags(of: ann) == before && !before.isEmpty)
  }

  @Test("A tag of such a name that no registration has is neither sent nor taken over")
  func strangeTag() async throws {
    let team = try await Team()
    let (ann, bob) = (try await team.clone(of: Fixture.ann), try await team.clone(of: Fixture.bob))
    try team.git(["tag", "judge/support/tone/v8", "judge"], in: ann.folder)
    try team.git(["tag", "judge/support/tone/v9", "judge"])
    for clone in [ann, bob] { _ = try await clone.store.sharing.sync() }
    #expect(try team.tags()["judge/support/tone/v8"] == nil)
    #expect(try team.tags(of: bob).keys.sorted() == ["judge/support/tone/v1"])
  }
}
