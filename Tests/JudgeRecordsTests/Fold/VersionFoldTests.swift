import JudgeJSON
import JudgeRecords
import Testing

@Suite("Versions, renumberings and aliases")
struct VersionFoldTests {
  private let name = VersionFold.Name(experiment: Scene.experiment, name: "support")

  private func registration(_ version: Int, _ body: String, by author: String = "ann")
    -> Registration
  {
    var registration = Registration(
      experiment: Scene.experiment, name: "support", version: version,
      judge: ContentID(hashing: Array(body.utf8)))
    registration.author = Person(name: author, email: author)
    return registration
  }

  private func target(_ id: ContentID) -> ChangeTarget {
    ChangeTarget(kind: .registration, id: id.hex)
  }

  @Test("Claims, their order, and the next number")
  func claims() throws {
    var scene = Scene()
    #expect(scene.state.versions.next(of: name) == 1)
    try scene.add(registration(2, "b"))
    let first = try scene.add(registration(1, "a"))
    let fold = scene.state.versions
    #expect(fold.versions[name]?.map(\.number) == [1, 2])
    #expect(fold.claims(1, of: name).map(\.registration) == [first])
    #expect(fold.claims(3, of: name).isEmpty && fold.next(of: name) == 3)
  }

  @Test("A number behind a long gap is none, and leaves the next one to everybody")
  func farNumbers() throws {
    var scene = Scene()
    let first = try scene.add(registration(1, "a"))
    let largest = 9_007_199_254_740_991
    let far = try scene.add(registration(largest, "b"))
    #expect(scene.state.versions.next(of: name) == 2)
    #expect(scene.state.versions.versions[name]?.map(\.number) == [1])
    #expect(scene.state.versions.passedOver == [far: largest])
    // Nor does it help to renumber somebody's version away.
    try scene.change(target(first), "version", .number(Double(largest)), by: nil, at: nil)
    let fold = scene.state.versions
    #expect(fold.versions[name]?.map(\.numbers) == [[1]])
    #expect(fold.next(of: name) == 2)
    #expect(fold.passedOver.keys.sorted() == [first, far].sorted())
    // A gap that redacted versions may leave is none of these.
    try scene.add(registration(1 + VersionFold.longestGap, "c"))
    #expect(scene.state.versions.next(of: name) == 2 + VersionFold.longestGap)
    // What is taken out of the registry is not a problem of anybody's.
    try scene.change(target(far), "lifecycle", Change.deleted)
    #expect(scene.state.versions.passedOver[far] == nil)
  }

  @Test("The same body under the same number is one version")
  func same() throws {
    var scene = Scene()
    let ids = try ["ann", "bob"].map { try scene.add(registration(1, "a", by: $0)) }.sorted()
    let version = try #require(scene.state.versions.claims(1, of: name).first)
    #expect(scene.state.versions.claims(1, of: name).count == 1)
    #expect(version.registration == ids[0] && version.others == [ids[1]])
    try scene.change(target(ids[0]), "lifecycle", Change.deleted)
    #expect(scene.state.versions.claims(1, of: name).map(\.registration) == [ids[1]])
    try scene.change(target(ids[1]), "lifecycle", Change.deleted)
    #expect(scene.state.versions.claims(1, of: name).isEmpty)
  }

  @Test("Two bodies under one number clash until one is renumbered")
  func renumbered() throws {
    var scene = Scene()
    try scene.add(registration(1, "a"))
    let other = try scene.add(registration(1, "b"))
    #expect(scene.state.versions.claims(1, of: name).count == 2)
    // Without author and time, two clones make the same one.
    try scene.change(target(other), "version", 2, by: nil, at: nil)
    try scene.change(target(other), "version", 2, by: nil, at: nil)
    let fold = scene.state.versions
    #expect(fold.claims(1, of: name).count == 1)
    #expect(fold.claims(2, of: name).map(\.registration) == [other])
    #expect(fold.claims(2, of: name).first?.isAmbiguous == false)
    #expect(fold.next(of: name) == 3)
  }

  @Test("Renumberings that have not seen each other are ambiguous under both numbers")
  func ambiguousRenumbering() throws {
    var scene = Scene()
    let id = try scene.add(registration(1, "a"))
    let two = try scene.change(target(id), "version", 2, by: nil, at: nil)
    let five = try scene.change(target(id), "version", 5, by: nil, at: nil)
    let fold = scene.state.versions
    #expect(fold.claims(1, of: name).isEmpty)
    for number in [2, 5] {
      #expect(fold.claims(number, of: name).map(\.isAmbiguous) == [true])
    }
    #expect(fold.next(of: name) == 6)
    try scene.change(target(id), "version", 3, superseding: [two, five])
    #expect(scene.state.versions.versions[name]?.map(\.numbers) == [[3]])
  }

  @Test("An alias points at a registration, and follows its renumbering")
  func alias() throws {
    var scene = Scene()
    let id = try scene.add(registration(1, "a"))
    let place = VersionFold.place(ofAlias: "production", of: name)
    #expect(look(scene) == .none)
    let set = try scene.change(place.target, place.key, .string(id.hex))
    try scene.change(target(id), "version", 4)
    guard case .version(let version) = look(scene) else {
      Issue.record("no version")
      return
    }
    #expect(version.registration == id && version.number == 4)
    try scene.change(place.target, place.key, .null, superseding: [set])
    #expect(look(scene) == .none)
  }

  @Test("Two aliases that have not seen each other are ambiguous")
  func ambiguousAlias() throws {
    var scene = Scene()
    let ids = try ["a", "b"].map { try scene.add(registration($0 == "a" ? 1 : 2, $0)) }
    let place = VersionFold.place(ofAlias: "production", of: name)
    let first = try scene.change(place.target, place.key, .string(ids[0].hex), by: "ann", at: 1)
    try scene.change(place.target, place.key, .string(ids[0].hex), by: "bob", at: 2)
    guard case .version = look(scene) else {
      Issue.record("two who point at the same agree")
      return
    }
    try scene.change(place.target, place.key, .string(ids[1].hex), superseding: [first])
    #expect(look(scene) == .ambiguous(ids.map(\.hex).sorted()))
  }

  private func look(_ scene: Scene) -> VersionFold.Alias {
    let state = scene.state
    return state.versions.alias("production", of: name, changes: state.changes)
  }
}
