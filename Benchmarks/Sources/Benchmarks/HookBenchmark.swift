import Foundation
import GitJudge

/// What the server's hook costs a push of many labels.
enum HookBenchmark {
  /// Pushes labels of five people, of whom the one who pushes is pinned.
  ///
  /// - Parameters:
  ///   - folder: where to work.
  ///   - scale: by how much the usual 20,000 labels are divided.
  ///   - report: gets the figure.
  /// - Throws: where git fails, or the hook refuses the push.
  static func run(in folder: String, scale: Int, _ report: inout Report) async throws {
    let path = folder + "/hook"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Peers.git(["init", "-q", "."], in: path)
    try Peers.git(["config", "user.name", "Reviewer"], in: path)
    try Peers.git(["config", "user.email", "reviewer-0@example.org"], in: path)
    let store = try await RecordStore.open(at: path)
    _ = try await store.initialize()
    let before = try await store.head()?.commit ?? ""
    var generator = Generator(state: 7)
    let count = 20_000 / scale
    let labels = try (0..<count).map { number in
      try Workload.label("tr-\(number)", reviewer: number % 5, generator: &generator).record()
    }
    _ = try await store.append(labels, message: "labels")
    let together = try await store.head()?.commit ?? ""
    // The same in commits of a hundred: what the trees of each cost comes on top.
    try Peers.git(["update-ref", "refs/heads/judge", before], in: path)
    for start in stride(from: 0, to: count, by: 100) {
      _ = try await store.append(
        Array(labels[start..<min(start + 100, count)]), message: "labels")
    }
    let apart = try await store.head()?.commit ?? ""
    let list = path + "/reviewers"
    try Data("reviewer-0@example.org\n".utf8).write(to: URL(fileURLWithPath: list))
    try Peers.git(["config", "judge.reviewers", list], in: path)
    for (commits, after) in [(1, together), ((count + 99) / 100, apart)] {
      let push = "\(before) \(after) refs/heads/judge\n"
      var best = Double.infinity
      for _ in 0..<3 {
        best = min(
          best,
          try await processorSeconds {
            let refused = try await JudgeHooks.preReceive(push, in: path, environment: [:])
            guard refused.isEmpty else { throw Peers.Failure(text: "refused: \(refused[0])") }
          })
      }
      report.add(
        "pre-receive: \(count) labels in \(commits == 1 ? "1 commit" : "\(commits) commits")",
        seconds: best,
        atMost: 0.05 + 60e-6 * Double(count))
    }
  }
}
