import Foundation
@_spi(Benchmarks) import GitJudge

/// The look for secrets and personal data, over the bytes of traces and labels.
struct ScannerBenchmark {
  let folder: String
  let scale: Int

  /// What `grep` looks for: three forms of the more than hundred that the scanner knows.
  private static let pattern = "sk-[A-Za-z0-9]{20,}|ghp_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}"

  func run(_ report: inout Report) throws {
    let experiment = try Experiment(name: "bench").record()
    let workload = try Workload(traces: 20_000 / scale, experiment: experiment.id)
    let texts = try workload.records().map(\.bytes)
    let megabytes = Double(texts.reduce(0) { $0 + $1.count }) / 1e6
    let file = URL(fileURLWithPath: folder + "/texts")
    try Data(texts.joined(separator: [0x0a])).write(to: file)
    var (ours, peer) = (Double.infinity, Double.infinity)
    for _ in 0..<3 {
      ours = min(ours, seconds { _ = SecretScan.finds(in: texts) })
      peer = min(peer, try grep(file))
    }
    report.add(
      "scan of \(texts.count) records for secrets", megabytesPerSecond: megabytes / ours,
      atLeast: 200)
    report.add(
      "the same beside grep for 3 forms", seconds: ours, peer: "grep -cE", peerSeconds: peer,
      atMost: 10)
  }

  private func grep(_ file: URL) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["LC_ALL=C", "grep", "-cE", Self.pattern, file.path]
    process.standardOutput = FileHandle.nullDevice
    return try seconds {
      try process.run()
      process.waitUntilExit()
    }
  }
}
