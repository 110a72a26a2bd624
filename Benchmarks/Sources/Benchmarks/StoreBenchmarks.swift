import Foundation
import GitJudge

/// Writing, uniting, catching up and listing on a large store.
struct StoreBenchmarks {
  let folder: String
  let scale: Int

  func run(_ report: inout Report) async throws {
    let experiment = try Experiment(name: "bench").record()
    let workload = try Workload(traces: 20_000 / scale, experiment: experiment.id)
    let records = try workload.records()
    let fastImport = try fastImport(records)

    let store = try repository("records")
    let records1 = try await RecordStore.open(at: store)
    _ = try await records1.initialize()
    let written = try await seconds { _ = try await records1.append(records, message: "all") }
    report.add(
      "\(records.count) records to a commit", seconds: written, peer: "git fast-import",
      peerSeconds: fastImport, atMost: 0.6)

    let imported = try await importLines(workload)
    report.add(
      "JSON lines to a commit, with the index", seconds: imported, peer: "git fast-import",
      peerSeconds: fastImport, atMost: 1.2)

    try await label(workload, in: records1, &report)
    try await unite(workload, store, &report)
    try await index(workload, experiment, &report)
  }

  private func repository(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Peers.git(["init", "-q", "."], in: path)
    return path
  }

  private func fastImport(_ records: [Record]) throws -> Double {
    let path = try repository("fast-import")
    let stream = folder + "/stream"
    try Peers.fastImportStream(records, to: stream)
    return try Peers.git(
      ["fast-import", "--quiet"], in: path, input: URL(fileURLWithPath: stream))
  }

  private func importLines(_ workload: Workload) async throws -> Double {
    let path = try repository("import")
    let file = folder + "/lines.jsonl"
    try Data(workload.lines()).write(to: URL(fileURLWithPath: file))
    let repository = try await JudgeRepository.open(at: path)
    _ = try await repository.maintenance.initialize()
    try await repository.experiments.create("bench")
    return try await seconds {
      let result = try await repository.traces.importTraces([file])
      guard result.isClean, try await repository.maintenance.status().ignored.isEmpty else {
        throw Peers.Failure(text: "the import was not clean")
      }
    }
  }

  /// One durable label, against `git add` and `git commit` of a file in a work tree of that size.
  private func label(
    _ workload: Workload, in store: RecordStore, _ report: inout Report
  ) async throws {
    var generator = Generator(state: 99)
    var best = Double.infinity
    for run in 0..<20 {
      let trace = workload.labels[run * 5].traceID
      let record = try Workload.label(trace, reviewer: 9, generator: &generator).record()
      best = min(best, try await seconds { _ = try await store.append([record], message: "one") })
    }
    let tree = "\(folder)/fast-import"
    try Peers.git(["symbolic-ref", "HEAD", "refs/heads/judge"], in: tree)
    try Peers.git(["reset", "-q", "--hard"], in: tree)
    report.add(
      "one durable label", seconds: best, peer: "git add, commit",
      peerSeconds: try Peers.addAndCommit(in: tree, runs: 5), atMost: 1.0 / 40)
  }

  private func unite(
    _ workload: Workload, _ path: String, _ report: inout Report
  ) async throws {
    var best = Double.infinity
    var generator = Generator(state: 5)
    for run in 0..<5 {
      let other = "\(folder)/other-\(run)"
      try Peers.git(["clone", "-q", "--no-checkout", path, other], in: folder)
      let theirs = try await RecordStore.open(at: other)
      let ours = try await RecordStore.open(at: path)
      for (store, reviewer) in [(theirs, 20 + run), (ours, 40 + run)] {
        var added: [Record] = []
        for index in 0..<10 {
          let trace = workload.labels[(run * 100 + index) * 5].traceID
          added.append(
            try Workload.label(trace, reviewer: reviewer, generator: &generator).record())
        }
        _ = try await store.append(added, message: "ten")
      }
      try Peers.git(
        ["fetch", "-q", other, "+refs/heads/judge:refs/remotes/other/judge"], in: path)
      best = min(
        best, try await seconds { _ = try await ours.unite(with: "refs/remotes/other/judge") })
    }
    report.add("union of 10 + 10 new records", seconds: best, atMost: 0.01)
  }

  private func index(
    _ workload: Workload, _ experiment: Record, _ report: inout Report
  ) async throws {
    let path = "\(folder)/import"
    let repository = try await JudgeRepository.open(at: path)
    _ = try await repository.maintenance.status()
    var generator = Generator(state: 3)
    let more = try (0..<10_000 / scale).map { index in
      let trace = workload.labels[index % workload.labels.count].traceID
      return try Workload.label(trace, reviewer: 60 + index, generator: &generator).record()
    }
    _ = try await repository.store.append(more, message: "more")
    report.add(
      "index: \(more.count) new records",
      seconds: try await seconds { _ = try await repository.maintenance.status() }, atMost: 0.5)
    var best = Double.infinity
    for _ in 0..<10 {
      best = min(
        best,
        try await seconds {
          _ = try await repository.traces.page(TraceQuery(limit: 100, includeSpans: false))
        })
    }
    report.add("trace list of 100, in process", seconds: best, atMost: 0.02)
    for name in try FileManager.default.contentsOfDirectory(
      atPath: repository.store.location.stateDirectory) where name.hasPrefix("index-")
    {
      try FileManager.default.removeItem(
        atPath: repository.store.location.stateDirectory + "/" + name)
    }
    let fresh = try await JudgeRepository.open(at: path)
    report.add(
      "index: full rebuild",
      seconds: try await seconds { _ = try await fresh.maintenance.status() },
      atMost: 4)
  }
}
