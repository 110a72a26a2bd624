/// A small set that was imported, judged and aligned; each test that changes it makes its own.
struct AlignedSet: Sendable {
  let repository: Repository
  let run: JSON
  let aligned: JSON
  let registered: JSON

  /// Made once for all tests that only read it.
  static let shared = Result { try AlignedSet() }

  /// What the copies are made from; no test uses it, so that nothing writes to it.
  private static let original = Result { try AlignedSet(madeIn: Repository.ready()) }

  init() throws {
    let original = try Self.original.get()
    repository = try World(copying: original.repository.world).repository()
    (run, aligned, registered) = (original.run, original.aligned, original.registered)
  }

  private init(madeIn repository: Repository) throws {
    self.repository = repository
    try repository.load(Samples.labelled(80))
    try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/reversed")
    run = try repository.json("run", "tone")
    aligned = try repository.json("align", "tone", "--optimizer", "calibration")
    registered = try repository.json("register", "tone")
  }
}
