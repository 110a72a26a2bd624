import Foundation
import GitJudge

/// `sync` of two offline batches, beside plain git doing the same by hand.
struct SyncBenchmarks {
  let folder: String
  let scale: Int

  func run(_ report: inout Report) async throws {
    let start = try await makeStart()
    var best = (ours: Double.infinity, peer: Double.infinity)
    for round in 0..<3 {
      let ours = try copy(start, "sync-\(round)")
      let plain = try copy(start, "plain-\(round)")
      let repository = try await JudgeRepository.open(at: ours.clone)
      // The index is as far as the clone is, as it is for somebody who has just labelled.
      _ = try await repository.maintenance.status()
      best.ours = min(
        best.ours,
        try await seconds {
          let result = try await repository.sharing.sync()
          guard result.pushed > 0, result.fetched > 0 else {
            throw Peers.Failure(text: "nothing was synced")
          }
        })
      best.peer = min(best.peer, try plainGit(in: plain.clone))
      let trees = try [ours.remote, plain.remote].map {
        try Peers.output(["rev-parse", "judge^{tree}"], in: $0)
      }
      guard trees[0] == trees[1] else { throw Peers.Failure(text: "the trees differ") }
    }
    report.add(
      "sync: uniting 2 × \(10_000 / scale) labels", seconds: best.ours,
      peer: "git fetch, merge-tree, push", peerSeconds: best.peer, atMost: 2)
  }

  /// A remote with one batch of labels and a clone that has another.
  private func makeStart() async throws -> (remote: String, clone: String) {
    let (remote, clone, other) = (
      "\(folder)/start.git", "\(folder)/start", "\(folder)/start-other"
    )
    try Peers.git(["init", "-q", "--bare", remote], in: folder)
    let experiment = try Experiment(name: "bench").record()
    let workload = try Workload(traces: 2_000 / scale, experiment: experiment.id)
    try Peers.git(["init", "-q", clone], in: folder)
    try Peers.git(["remote", "add", "origin", remote], in: clone)
    let store = try await JudgeRepository.open(at: clone)
    _ = try await store.maintenance.initialize()
    let traces = try [experiment] + workload.traces.map { try $0.record() }
    _ = try await store.store.append(traces, message: "traces")
    _ = try await store.sharing.sync()
    try Peers.git(["clone", "-q", "--no-checkout", "--branch", "judge", remote, other], in: folder)
    let theirs = try await JudgeRepository.open(at: other)
    for (repository, reviewer) in [(store, 70), (theirs, 90_000)] {
      var generator = Generator(state: UInt64(reviewer))
      let labels = try (0..<10_000 / scale).map { index in
        let trace = workload.labels[(index * 5) % workload.labels.count].traceID
        return try Workload.label(trace, reviewer: reviewer + index, generator: &generator)
          .record()
      }
      // As people label: in many commits.
      for begin in stride(from: 0, to: labels.count, by: 500) {
        _ = try await repository.store.append(
          Array(labels[begin..<min(begin + 500, labels.count)]), message: "labels")
      }
    }
    _ = try await theirs.sharing.sync()
    return (remote, clone)
  }

  private func copy(
    _ start: (remote: String, clone: String), _ name: String
  ) throws -> (remote: String, clone: String) {
    let made = (remote: "\(folder)/\(name).git", clone: "\(folder)/\(name)")
    try FileManager.default.copyItem(atPath: start.remote, toPath: made.remote)
    try FileManager.default.copyItem(atPath: start.clone, toPath: made.clone)
    try Peers.git(["remote", "set-url", "origin", made.remote], in: made.clone)
    return made
  }

  /// What somebody without git-judge types.
  private func plainGit(in clone: String) throws -> Double {
    try seconds {
      try Peers.git(
        ["fetch", "-q", "origin", "+refs/heads/judge:refs/remotes/origin/judge"], in: clone)
      let tree = try Peers.output(
        ["merge-tree", "--write-tree", "judge", "origin/judge"], in: clone)
      let commit = try Peers.output(
        ["commit-tree", tree, "-p", "judge", "-p", "origin/judge", "-m", "merge"], in: clone)
      try Peers.git(["update-ref", "refs/heads/judge", commit], in: clone)
      try Peers.git(["push", "-q", "origin", "judge"], in: clone)
    }
  }
}
