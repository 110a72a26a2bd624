/// A small set that was imported, judged and aligned; each test that changes it makes its own.
struct AlignedSet: Sendable {
  let repository: Repository
  let run: JSON
  let aligned: JSON
  let registered: JSON

  /// Made once for all tests that only read it.
  static let shared = Result { try AlignedSet() }

  init() throws {
    repository = try Repository.ready()
    try repository.load(Samples.labelled(80))
    try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/reversed")
    run = try repository.json("run", "tone")
    aligned = try repository.json("align", "tone", "--optimizer", "calibration")
    registered = try repository.json("register", "tone")
  }
}
