import Foundation
import GitJudge

// Each figure beside its peer, in one run. See README.md.

try await runBenchmarks()

/// Runs all of them and prints the figures as they come.
func runBenchmarks() async throws {
  let scale = CommandLine.arguments.contains("--small") ? 20 : 1
  let name = "git-judge-bench-\(ProcessInfo.processInfo.processIdentifier)"
  let folder = NSTemporaryDirectory() + name
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  setenv("GIT_CONFIG_GLOBAL", folder + "/gitconfig", 1)
  try Data("[user]\n\tname = Bench\n\temail = bench@example.org\n".utf8)
    .write(to: URL(fileURLWithPath: folder + "/gitconfig"))

  var report = Report()
  // First what a heap full of other records would slow down.
  try StartBenchmark.run(&report)
  JSONBenchmarks(scale: scale).run(&report)
  try await StoreBenchmarks(folder: folder, scale: scale).run(&report)
  try await SyncBenchmarks(folder: folder, scale: scale).run(&report)
  try await AgreementBenchmarks(folder: folder, scale: scale).run(&report)
  try ScannerBenchmark(folder: folder, scale: scale).run(&report)
  try await HookBenchmark.run(in: folder, scale: scale, &report)
  try await SignatureBenchmark.run(in: folder, scale: scale, &report)
  let missed = report.rows.count { !$0.isMet }
  print("\(report.rows.count) figures, \(missed) missed")
}
