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
    let after = try await store.head()?.commit ?? ""
    let list = path + "/reviewers"
    try Data("reviewer-0@example.org\n".utf8).write(to: URL(fileURLWithPath: list))
    try Peers.git(["config", "judge.reviewers", list], in: path)
    let push = "\(before) \(after) refs/heads/judge\n"
    var best = Double.infinity
    for _ in 0..<3 {
      let started = Date()
      let refused = try await JudgeHooks.preReceive(push, in: path, environment: [:])
      best = min(best, Date().timeIntervalSince(started))
      guard refused.isEmpty else { throw Peers.Failure(text: "refused: \(refused[0])") }
    }
    report.add(
      "pre-receive, a push of \(count) labels", seconds: best,
      atMost: 0.3 + 60e-6 * Double(count))
  }
}
