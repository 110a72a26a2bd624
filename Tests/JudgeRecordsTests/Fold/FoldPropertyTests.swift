import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("The fold is a function of the set")
struct FoldPropertyTests {
  @Test("Any order of arrival, with any duplicates, gives the same state")
  func anyOrder() throws {
    for seed in PropertyRuns.seeds(120) {
      let store = try RandomStore(seed: seed, count: 60)
      let state = StoreState(store.records)
      let text = described(state)
      var random = SeededGenerator(seed: seed)
      for _ in 0..<6 {
        var records = store.records
        for record in store.records where random.once(in: 3) { records.append(record) }
        records.shuffle(using: &random)
        let other = StoreState(records)
        #expect(other == state, "seed \(seed)")
        #expect(described(other) == text, "seed \(seed)")
      }
      #expect(StoreState(store.records.reversed()) == state, "seed \(seed)")
    }
  }

  /// What equality does not see: the bytes of texts.
  private func described(_ state: StoreState) -> String {
    var lines: [String] = []
    for (id, trace) in state.traces {
      lines.append("\(id) \(trace.record?.hex ?? "") \(trace.shown) \(trace.isDeleted)")
      lines.append(JSONValue.object(trace.tags).canonicalText)
    }
    for (id, labels) in state.labels {
      for label in labels {
        lines.append("\(id) \(label.id) \(label.standing) \(label.disputes) \(label.isStale)")
      }
    }
    for (id, verdicts) in state.verdicts {
      for verdict in verdicts { lines.append("\(id) \(verdict.assessmentID ?? "") \(verdict)") }
    }
    for target in state.changes.targets {
      for (key, resolution) in state.changes.resolutions(of: target) {
        lines.append("\(target.kind) \(target.id) \(key) \(resolution.maximal)")
      }
    }
    let names = state.versions.versions.map { "\($0.key.name) \($0.value)" }
    return (lines + names.sorted()).joined(separator: "\n")
  }

  @Test("Every assessment is a label, and each question has at most one vote")
  func votes() throws {
    for seed in PropertyRuns.seeds(60) {
      let state = StoreState(try RandomStore(seed: seed, count: 60).records)
      for labels in state.labels.values {
        #expect(Set(labels.map(\.record)).count == labels.count, "seed \(seed)")
        for (_, same) in Dictionary(grouping: labels, by: \.assessment.question) {
          let counting = same.filter { $0.standing == .counts }.count
          let contended = same.contains { $0.standing == .contended }
          #expect(counting <= 1, "seed \(seed)")
          #expect(!contended || counting == 1, "seed \(seed)")
        }
      }
    }
  }

  @Test("Nothing that others write changes how a source's labels stand")
  func othersRemoveNoVote() throws {
    var disputed = 0
    for seed in PropertyRuns.seeds(60) {
      let records = try RandomStore(seed: seed, count: 60).records.filter { $0.kind != .redaction }
      let all = standings(StoreState(records))
      for source in Set(records.compactMap { try? Assessment(record: $0).source }) {
        let own = records.filter { record in
          if let label = try? Assessment(record: record) { return label.source == source }
          if let change = try? Change(record: record) { return change.source == source }
          return true
        }
        for (record, label) in standings(StoreState(own)) {
          #expect(all[record]?.standing == label.standing, "seed \(seed), \(record)")
          #expect(label.disputes.isEmpty, "seed \(seed)")
          disputed += all[record]?.disputes.count ?? 0
        }
      }
    }
    #expect(disputed > 50)
  }

  private func standings(_ state: StoreState) -> [ContentID: Label] {
    var result: [ContentID: Label] = [:]
    for label in state.labels.values.joined() { result[label.record] = label }
    return result
  }

  @Test("The random stores reach every standing and contention")
  func coverage() throws {
    var standings = Set<Label.Standing>()
    var contended = 0
    var ambiguous = 0
    for seed in 0..<60 as Range<UInt64> {
      let state = StoreState(try RandomStore(seed: seed, count: 60).records)
      standings.formUnion(state.labels.values.joined().map(\.standing))
      for target in state.changes.targets {
        contended += state.changes.resolutions(of: target).values.filter(\.isContended).count
      }
      ambiguous += state.versions.versions.values.joined().filter(\.isAmbiguous).count
    }
    // The two that only a history gives have tests of their own.
    #expect(standings == Set(Label.Standing.allCases).subtracting([.unconfirmed, .disputed]))
    #expect(contended > 20 && ambiguous > 0)
  }

  @Test("Small sets in all their orders")
  func allPermutations() throws {
    for seed in 1000..<1040 as Range<UInt64> {
      let records = Array(try RandomStore(seed: seed, count: 9).records.prefix(5))
      let state = StoreState(records)
      for order in Self.permutations(records.count) {
        #expect(StoreState(order.map { records[$0] }) == state, "seed \(seed), \(order)")
      }
    }
  }

  private static func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0..<count).map { place in
        var longer = shorter
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }
}
