import Foundation
import GitJudge
import JudgeTestSupport

/// A git repository that is made once per process and written anew for each test.
///
/// It is kept in memory: a copy costs some files, no git process and no commit.
actor StoreTemplate {
  /// A repository without a store.
  static let plain = StoreTemplate { _ in }
  /// A store with the current experiment `support`.
  static let empty = StoreTemplate { store in
    _ = try await store.maintenance.initialize()
    try await store.experiments.create("support")
  }
  /// The lines of ``TraceLine/team`` in `support`, and the judge `tone@v1` of ``Fixture/tone``.
  static let team = StoreTemplate { store in
    _ = try await store.maintenance.initialize()
    try await store.experiments.create("support")
    _ = try await store.add(TraceLine.team)
    _ = try await store.judges.create(Fixture.tone)
  }

  /// The lines of ``TraceLine/proof`` and `tone@v1` with a run, which prove that it is always right.
  static let proven = StoreTemplate { store in
    _ = try await store.maintenance.initialize()
    try await store.experiments.create("support")
    _ = try await store.add(TraceLine.proof)
    _ = try await store.judges.create(Fixture.tone)
    _ = try await store.runs.run(["tone"])
  }
  /// The store of ``Taught/fixture(_:)`` with `tone@v2`, which few-shot made.
  static let aligned = StoreTemplate(models: { try Taught.chat().registry }) { store in
    try await Taught.prepare(store, count: 40)
    _ = try await store.alignments.align("tone", using: Taught.optimizer)
    _ = try await store.alignments.registerAligned("tone")
  }

  private let make: @Sendable (JudgeRepository) async throws -> Void
  private let models: @Sendable () throws -> ModelRegistry
  private var files: Task<[String: Data], any Error>?

  private init(
    models: @escaping @Sendable () throws -> ModelRegistry = { ModelRegistry() },
    _ make: @escaping @Sendable (JudgeRepository) async throws -> Void
  ) {
    self.models = models
    self.make = make
  }

  /// Writes the repository into a folder.
  func write(into folder: TemporaryFolder) async throws {
    let task = files ?? Task { [make, models] in try await Self.files(make, models: try models()) }
    files = task
    for name in ["objects/pack", "refs/heads"] {
      try FileManager.default.createDirectory(
        at: folder.file(".git/\(name)"), withIntermediateDirectories: true)
    }
    for (name, data) in try await task.value {
      let url = folder.file(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }
  }

  private static func files(
    _ make: @Sendable (JudgeRepository) async throws -> Void, models: ModelRegistry
  ) async throws -> [String: Data] {
    let folder = try TemporaryFolder("git-judge-template")
    try start(in: folder)
    try await make(try await JudgeRepository.open(at: folder.path, models: models))
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      var isFolder: ObjCBool = false
      let path = folder.file(name).path
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
        !isFolder.boolValue, !name.hasSuffix("-shm")
      else { continue }
      files[name] = FileManager.default.contents(atPath: path)
    }
    return files
  }

  /// Makes an empty repository of Ann's, as `git init` does, but without its samples of hooks.
  static func start(in folder: TemporaryFolder) throws {
    for name in ["objects/pack", "refs/heads"] {
      try FileManager.default.createDirectory(
        at: folder.file(".git/\(name)"), withIntermediateDirectories: true)
    }
    for (name, text) in [
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/config": """
      [core]
      \trepositoryformatversion = 0
      \tfilemode = true
      \tbare = false
      \tlogallrefupdates = true
      [user]
      \tname = Ann
      \temail = \(Fixture.ann)

      """,
    ] {
      let url = folder.file(name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }
}
