import JudgeGit
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeTestSupport
import Testing

/// An owner, two pinned reviewers, an importer and an attacker act at random, by git-judge and by
/// plain git; a model that knows nothing of git says what must count, and every clone says the same.
@Suite struct RandomHistoryTests {
  private static let actors = ["lead", "bob", "kim", "dana", "eve"]
  private static let pinned: Set<String> = ["bob", "kim"]
  private static let traces = 6

  /// What a random history is expected to come to.
  private struct Model {
    /// What the history of each clone ever had.
    var had: [String: Set<RecordPath>] = [:]
    /// Who brought each record to a history that never had it.
    var bringers: [RecordPath: Set<String>] = [:]
    var labels: [RecordPath: (trace: Int, source: String, time: Int64, id: String)] = [:]
    /// Deletions and restorations of labels: of which label, in whose name, when.
    var changes: [RecordPath: (label: RecordPath, source: String, time: Int64, deletes: Bool)] = [:]
    /// Requests to hide a record.
    var redactions: [RecordPath: (hash: ContentID, source: String)] = [:]
    var traceHashes: Set<ContentID> = []

    mutating func bring(_ path: RecordPath, by actor: String, in clone: String) {
      if had[clone, default: []].insert(path).inserted { bringers[path, default: []].insert(actor) }
    }

    private func isOwn(_ path: RecordPath, _ source: String) -> Bool {
      bringers[path]?.contains(source) == true
    }

    /// The hashes that must be hidden.
    var hidden: Set<ContentID> {
      var found: Set<ContentID> = []
      for (path, request) in redactions where isOwn(path, request.source) {
        if traceHashes.contains(request.hash) {
          if request.source == "lead" { found.insert(request.hash) }
          continue
        }
        // Of labels only pinned reviewers' are asked for here: their source alone.
        let label = labels.first { $0.key.id == request.hash }
        if label?.value.source == request.source { found.insert(request.hash) }
      }
      return found
    }

    /// The labels of pinned reviewers that must count.
    var counting: Set<RecordPath> {
      let hidden = hidden
      var best: [String: (path: RecordPath, time: Int64, id: String)] = [:]
      for (path, label) in labels
      where RandomHistoryTests.pinned.contains(label.source) && isOwn(path, label.source)
        && !hidden.contains(path.id)
      {
        let said = changes.filter {
          $0.value.label == path && $0.value.source == label.source
            && isOwn($0.key, label.source)
        }
        let last = said.max {
          ($0.value.time, $0.key.id) < ($1.value.time, $1.key.id)
        }
        if last?.value.deletes == true { continue }
        let key = "\(label.trace) \(label.source)"
        if let known = best[key], (known.time, known.id) > (label.time, label.id) { continue }
        best[key] = (path, label.time, label.id)
      }
      return Set(best.values.map(\.path))
    }
  }

  @Test(arguments: PropertyRuns.isLong ? 0..<50 : 0..<20 as Range<UInt64>)
  func everyCloneSaysWhatTheModelSays(seed: UInt64) async throws {
    let actions = PropertyRuns.isLong ? 8000 : 200
    var random = JudgeTestSupport.SeededGenerator(seed: seed)
    let world = try await RandomWorld(Self.actors, reviewers: Self.pinned)
    var model = Model()
    var clock: Int64 = 1_700_000_000_000
    var traces: [Record] = []
    for number in 0..<Self.traces {
      var trace = TraceRecord(experiment: ContentID(hashing: [0]))
      trace.traceID = "tr-\(number)"
      trace.inputs = .string("question \(number)")
      traces.append(try trace.record())
    }
    for actor in Self.actors { model.had[actor] = [] }
    try await world.add(traces, by: "lead", in: "lead")
    for trace in traces {
      model.bring(RecordPath(kind: .trace, id: trace.id), by: "lead", in: "lead")
      model.traceHashes.insert(trace.id)
    }
    func unite(_ clone: String, _ other: String) async throws {
      try await world.unite(clone, other)
      model.had[clone, default: []].formUnion(model.had[other] ?? [])
    }
    for actor in Self.actors.dropFirst() { try await unite(actor, "lead") }

    func add(_ record: Record, by actor: String, plainly: Bool) async throws -> RecordPath {
      let path = RecordPath(kind: record.kind, id: record.id)
      if plainly {
        try await world.commit([path: record.bytes], by: actor, in: actor)
      } else {
        try await world.add([record], by: actor, in: actor)
      }
      model.bring(path, by: actor, in: actor)
      return path
    }
    for _ in 0..<actions {
      clock += 1
      let actor = Self.actors[random.below(Self.actors.count)]
      let plainly = random.once(in: 2)
      switch random.below(9) {
      case 0, 1, 2:
        // Everybody labels in their own name; the importer and the attacker in others' too.
        let isForeign = (actor == "dana" || actor == "eve") && random.once(in: 2)
        let source = isForeign ? ["bob", "kim"][random.below(2)] : actor
        let trace = random.below(Self.traces)
        var label = Assessment(
          traceID: "tr-\(trace)", name: "tone", source: .human(source),
          content: .feedback(.string("v\(random.below(3))")))
        label.createTime = Timestamp(milliseconds: clock)
        let record = try label.record()
        let path = try await add(record, by: actor, plainly: plainly)
        model.labels[path] = (trace, source, clock, label.id(in: record.id))
      case 3, 4:
        // Somebody takes a label back, or wants it back, in its source's name.
        let here = model.labels.filter { model.had[actor]?.contains($0.key) == true }
        guard
          let target = here.sorted(by: { $0.key.id < $1.key.id }).dropFirst(
            here.isEmpty ? 0 : random.below(here.count)
          ).first
        else { continue }
        let deletes = !random.once(in: 3)
        var change = Change(
          target: ChangeTarget(kind: .assessment, id: target.value.id), key: "lifecycle",
          value: deletes ? Change.deleted : Change.active)
        change.time = Timestamp(milliseconds: clock)
        change.source = AssessmentSource.human(target.value.source)
        let path = try await add(try change.record(), by: actor, plainly: plainly)
        model.changes[path] = (target.key, target.value.source, clock, deletes)
      case 5:
        // Somebody asks to hide a label of a pinned reviewer, or a trace.
        let labels = model.labels.filter {
          Self.pinned.contains($0.value.source) && model.had[actor]?.contains($0.key) == true
        }.keys.map(\.id).sorted()
        let pool = random.once(in: 8) ? traces.map(\.id) : labels
        guard !pool.isEmpty else { continue }
        let hash = pool[random.below(pool.count)]
        let source = random.once(in: 2) ? actor : Self.actors[random.below(Self.actors.count)]
        var redaction = Redaction(hashes: [hash], reason: "r", source: .human(source))
        redaction.time = Timestamp(milliseconds: clock)
        let path = try await add(try redaction.record(), by: actor, plainly: plainly)
        model.redactions[path] = (hash, source)
      case 6:
        // The attacker takes a record away, and somebody puts it back by hand.
        let here = (model.had["eve"] ?? []).sorted { $0.id < $1.id }
        guard !here.isEmpty else { continue }
        try await world.bounce(here[random.below(here.count)], by: actor)
      default:
        let other = Self.actors[random.below(Self.actors.count)]
        if other != actor { try await unite(actor, other) }
      }
    }
    // Everybody has everything.
    for actor in Self.actors.dropFirst() { try await unite("lead", actor) }
    for actor in Self.actors.dropFirst() { try await unite(actor, "lead") }
    for clone in Self.actors {
      let state = try await world.state(of: clone)
      var counting: Set<RecordPath> = []
      for label in state.labels.values.joined()
      where label.standing == .counts && Self.pinned.contains(label.assessment.source.id) {
        counting.insert(RecordPath(kind: .assessment, id: label.record))
      }
      #expect(state.redacted == model.hidden, "seed \(seed), \(clone)")
      #expect(counting == model.counting, "seed \(seed), \(clone)")
    }
  }
}

/// Clones as branches of one repository, each with the identity of its actor.
private struct RandomWorld {
  private let sandbox: Sandbox
  private let stores: [String: RecordStore]

  init(_ actors: [String], reviewers: Set<String>) async throws {
    sandbox = try Sandbox()
    try await sandbox.makeRepository(bare: true)
    try sandbox.write(reviewers.sorted().joined(separator: "\n") + "\n", to: "reviewers")
    try await sandbox.git(
      "config", "judge.reviewers", sandbox.path + "/reviewers", in: "store")
    var stores: [String: RecordStore] = [:]
    for actor in actors {
      stores[actor] = try await sandbox.open(
        branch: "clone-\(actor)",
        variables: ["GIT_AUTHOR_NAME": actor, "GIT_AUTHOR_EMAIL": actor])
    }
    self.stores = stores
    _ = try await store("lead").initialize()
  }

  private func store(_ clone: String) throws -> RecordStore { try #require(stores[clone]) }

  func add(_ records: [Record], by actor: String, in clone: String) async throws {
    _ = try await store(clone).append(records, message: "add")
  }

  func unite(_ clone: String, _ other: String) async throws {
    _ = try await store(clone).unite(with: "refs/heads/clone-\(other)")
  }

  /// Puts files in place in a commit, by git's own objects.
  func commit(
    _ files: [RecordPath: [UInt8]], removing: [RecordPath] = [], by actor: String,
    in clone: String
  ) async throws {
    let repository = try Repository.open(at: sandbox.path + "/store")
    let name = "refs/heads/clone-\(clone)"
    let tip = try #require(try repository.resolve(name))
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: try repository.commit(tip).tree)
    for (path, bytes) in files { edit.set(try #require(path.text), try writer.add(blob: bytes)) }
    for path in removing { edit.remove(try #require(path.text)) }
    guard !edit.isEmpty else { return }
    let finished = edit
    let tree = try finished.write(into: &writer, from: repository)
    let who = Signature(name: actor, email: actor, seconds: 1_700_000_000)
    let made = try writer.add(
      commit: Commit(tree: tree, parents: [tip], author: who, message: "by hand"))
    let pack = try writer.finish()
    try repository.compareAndSwap(name, to: made, from: tip, message: "by hand")
    pack?.release()
  }

  /// Takes a record away and puts it back, in two commits of somebody's.
  func bounce(_ path: RecordPath, by actor: String) async throws {
    let record = try await store(actor).record(path)
    guard let record else { return }
    try await commit([:], removing: [path], by: actor, in: actor)
    try await commit([path: record.bytes], by: actor, in: actor)
  }

  func state(of clone: String) async throws -> StoreState {
    let store = try store(clone)
    let trust = try #require(try await store.trustState())
    #expect(trust.owners == ["lead"])
    var records: [Record] = []
    for kind in RecordKind.all { records += try await store.records(kind: kind) }
    let paths = records.map { RecordPath(kind: $0.kind, id: $0.id) }
    return StoreState(
      records, authority: trust.authority, introductions: trust.introductions(of: paths),
      hidden: try await store.redactions().hidden)
  }
}
