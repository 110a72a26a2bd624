import Foundation
import JudgeJSON
import JudgeRecords
import JudgeStore
import JudgeTestSupport
import Testing

/// The people of `RandomHistoryTests` share a remote, by git-judge and by plain git.
///
/// With the receive hook a push of what somebody may not has no effect at all; without it everything gets in,
/// and the clones make the same of it.
@Suite struct RemoteHistoryTests {
  private static let actors = ["lead", "bob", "kim", "dana", "eve"]
  private static let traces = 4

  /// What somebody committed.
  private enum Act {
    case label(trace: Int, source: String, time: Int64, id: String)
    case change(label: RecordPath, source: String, time: Int64, deletes: Bool)
    case redaction(ContentID, source: String)
    /// A record was taken away and put back.
    case bounce
  }

  private struct Event {
    let path: RecordPath
    let actor: String
    let act: Act

    /// Whether the hook refuses a push that brings it.
    var isRefused: Bool {
      switch act {
      case .label(_, let source, _, _), .change(_, let source, _, _):
        HistoryModel.pinned.contains(source) && source != actor
      case .redaction(_, let source): source != actor
      case .bounce: true
      }
    }
  }

  @Test(arguments: [true, false], PropertyRuns.isLong ? 0..<10 : 0..<1 as Range<UInt64>)
  func everyCloneSaysWhatTheModelSays(isHooked: Bool, seed: UInt64) async throws {
    let program = PackageFolder.root().appending(path: ".build/debug/git-judge").path
    guard !isHooked || FileManager.default.isExecutableFile(atPath: program) else {
      print("skipped: the hook needs \(program): swift build --product git-judge")
      return
    }
    var random = SeededGenerator(seed: seed)
    let world = try await RandomWorld(Self.actors, reviewers: HistoryModel.pinned)
    try await world.addRemote(hook: isHooked ? program : nil)
    var records: [Record] = []
    for number in 0..<Self.traces {
      var trace = TraceRecord(experiment: ContentID(hashing: [0]))
      trace.traceID = "tr-\(number)"
      trace.inputs = .string("question \(number)")
      records.append(try trace.record())
    }
    try await world.add(records, by: "lead", in: "lead")
    let start = Set(records.map { RecordPath(kind: .trace, id: $0.id) })

    var events: [Event] = []
    /// What the history of the remote and of each clone has.
    var remote: Set<Int> = []
    var known: [String: Set<Int>] = [:]
    var clock: Int64 = 1_700_000_000_000
    var refusals = 0
    func sync(_ actor: String) async throws {
      known[actor, default: []].formUnion(remote)
      let new = (known[actor] ?? []).subtracting(remote)
      let isRefused = isHooked && new.contains { events[$0].isRefused }
      let isAccepted = try await world.sync(actor)
      #expect(isAccepted == !isRefused, "seed \(seed): \(new.map { events[$0] })")
      if isRefused {
        refusals += 1
        try await world.reset(actor)
        known[actor] = remote
      } else {
        remote = known[actor] ?? []
      }
    }
    for actor in Self.actors { try await sync(actor) }
    for _ in 0..<(PropertyRuns.isLong ? 400 : 50) {
      clock += 1
      let actor = Self.actors[random.below(Self.actors.count)]
      let mayForge = actor == "dana" || actor == "eve"
      let here = (known[actor] ?? []).sorted()
      let record: Record
      let act: Act
      switch random.below(8) {
      case 0, 1, 2:
        let source = mayForge && random.once(in: 3) ? random.pick("bob", "kim") : actor
        let trace = random.below(Self.traces)
        var label = Assessment(
          traceID: "tr-\(trace)", name: "tone", source: .human(source),
          content: .feedback(.string("v\(random.below(3))")))
        label.createTime = Timestamp(milliseconds: clock)
        record = try label.record()
        act = .label(trace: trace, source: source, time: clock, id: label.id(in: record.id))
      case 3:
        let labels = here.filter { place in
          guard case .label(_, let source, _, _) = events[place].act else { return false }
          return mayForge || source == actor
        }
        guard let target = random.element(of: labels),
          case .label(_, let source, _, let id) = events[target].act
        else { continue }
        let deletes = !random.once(in: 3)
        var change = Change(
          target: ChangeTarget(kind: .assessment, id: id), key: "lifecycle",
          value: deletes ? Change.deleted : Change.active)
        change.time = Timestamp(milliseconds: clock)
        change.source = .human(source)
        record = try change.record()
        act = .change(
          label: events[target].path, source: source, time: clock, deletes: deletes)
      case 4:
        let labels = here.filter { place in
          guard case .label(_, let source, _, _) = events[place].act else { return false }
          return HistoryModel.pinned.contains(source)
        }.map { events[$0].path.id }
        let pool = random.once(in: 6) ? records.map(\.id) : labels
        guard let hash = random.element(of: pool) else { continue }
        let source =
          mayForge && random.once(in: 2) ? Self.actors[random.below(Self.actors.count)] : actor
        var redaction = Redaction(hashes: [hash], reason: "r", source: .human(source))
        redaction.time = Timestamp(milliseconds: clock)
        record = try redaction.record()
        act = .redaction(hash, source: source)
      case 5:
        guard actor == "eve" else { continue }
        let paths = start.union(here.map { events[$0].path }).sorted { $0.id < $1.id }
        guard let path = random.element(of: paths) else { continue }
        try await world.bounce(path, by: actor)
        events.append(Event(path: path, actor: actor, act: .bounce))
        known[actor, default: []].insert(events.count - 1)
        continue
      default:
        try await sync(actor)
        continue
      }
      let path = RecordPath(kind: record.kind, id: record.id)
      if random.once(in: 2) {
        try await world.commit([path: record.bytes], by: actor, in: actor)
      } else {
        try await world.add([record], by: actor, in: actor)
      }
      events.append(Event(path: path, actor: actor, act: act))
      known[actor, default: []].insert(events.count - 1)
    }
    for actor in Self.actors { try await sync(actor) }
    for actor in Self.actors { try await sync(actor) }
    #expect(!isHooked || refusals > 0, "seed \(seed) tries nothing that the hook refuses")

    var model = HistoryModel()
    model.traceHashes = Set(records.map(\.id))
    for event in remote.sorted().map({ events[$0] }) {
      if case .bounce = event.act { continue }
      model.bringers[event.path, default: []].insert(event.actor)
      switch event.act {
      case .label(let trace, let source, let time, let id):
        model.labels[event.path] = (trace, source, time, id)
      case .change(let label, let source, let time, let deletes):
        model.changes[event.path] = (label, source, time, deletes)
      case .redaction(let hash, let source): model.redactions[event.path] = (hash, source)
      case .bounce: break
      }
    }
    for clone in Self.actors {
      let state = try await world.state(of: clone)
      #expect(state.redacted == model.hidden, "seed \(seed), \(clone)")
      #expect(RandomWorld.counting(state) == model.counting, "seed \(seed), \(clone)")
    }
  }
}

extension RandomWorld {
  /// Makes a bare remote, with the receive hook if a program for it is named.
  func addRemote(hook program: String?) async throws {
    try await sandbox.makeRepository("remote", bare: true)
    try await sandbox.git(
      "config", "judge.reviewers", sandbox.path + "/reviewers", in: "remote")
    guard let program else { return }
    try sandbox.write(
      "#!/bin/sh\nexec '\(program)' hooks run pre-receive\n", to: "remote/hooks/pre-receive")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: sandbox.path + "/remote/hooks/pre-receive")
  }

  /// Fetches, unites and pushes.
  ///
  /// - Returns: whether the remote took it.
  func sync(_ clone: String) async throws -> Bool {
    try await fetch()
    if !(try await sandbox.git("branch", "-r", in: "store")).isEmpty {
      try await unite(clone, remote: "refs/remotes/origin/judge")
    }
    let pushed = try await sandbox.status(
      "push", "-q", "../remote", "clone-\(clone):judge", in: "store")
    return pushed == 0
  }

  /// Leaves what the remote does not have behind.
  func reset(_ clone: String) async throws {
    try await fetch()
    try await sandbox.git(
      "update-ref", "refs/heads/clone-\(clone)", "refs/remotes/origin/judge", in: "store")
  }

  private func fetch() async throws {
    _ = try await sandbox.status(
      "fetch", "-q", "../remote", "+judge:refs/remotes/origin/judge", in: "store")
  }

  /// The labels of pinned reviewers that count.
  static func counting(_ state: StoreState) -> Set<RecordPath> {
    var found: Set<RecordPath> = []
    for label in state.labels.values.joined()
    where label.standing == .counts
      && HistoryModel.pinned.contains(label.assessment.source.id)
    {
      found.insert(RecordPath(kind: .assessment, id: label.record))
    }
    return found
  }
}
