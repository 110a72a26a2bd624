import Foundation
import JudgeStore
import JudgeWork

/// A new repository with a store of sample data, for a first try.
public enum Quickstart {
  /// The name of the judge of the sample data.
  public static let judge = "support_quality"
  /// The name of the experiment.
  public static let experiment = "support"

  /// The result of the quickstart.
  public struct Result: Sendable {
    /// The path of the folder.
    public let folder: String
    /// The number of conversations.
    public let traces: Int
    /// The number of the reviewers' labels.
    public let labels: Int
    /// Whether a made-up name was set in this repository, because git had no identity.
    public let hasMadeUpIdentity: Bool
  }

  /// Creates the repository: files, store, experiment, labels, a judge and its verdicts.
  ///
  /// - Parameter folder: the folder, which must be new or empty.
  /// - Returns: the result.
  /// - Throws: `JudgeFailure` if the folder is not empty or cannot be written.
  public static func make(in folder: String) async throws -> Result {
    try prepare(folder)
    let git = GitFolder(folder)
    try await git.initialize()
    let isMadeUp = try await git.config("user.email") == nil
    if isMadeUp {
      try await git.setConfig("user.name", "You")
      try await git.setConfig("user.email", "you@example.org")
    }
    for file in SampleData.files { try write(file.bytes, to: "\(folder)/\(file.path)") }
    let repository = try await JudgeRepository.open(at: folder)
    _ = try await repository.maintenance.initialize()
    _ = try await repository.experiments.create(experiment)
    let files = SampleData.files.filter { $0.path.hasSuffix(".jsonl") && $0.path != "rows.jsonl" }
    let imported = try await repository.traces.importTraces(
      from: files.map { ImportSource($0.bytes, name: $0.path) },
      options: TraceService.ImportOptions())
    guard let file = SampleData.files.first(where: { $0.path == "judge.json" }) else {
      throw JudgeFailure(.store, "the program lacks its sample data", remedy: "install it again")
    }
    let body = try JudgeFile.read(file.bytes, path: file.path, name: judge)
    _ = try await repository.judges.create(body, tags: [:])
    _ = try await repository.runs.run([judge])
    return Result(
      folder: folder, traces: imported.traces, labels: imported.assessments,
      hasMadeUpIdentity: isMadeUp)
  }

  private static func prepare(_ folder: String) throws {
    let manager = FileManager.default
    if let entries = try? manager.contentsOfDirectory(atPath: folder), !entries.isEmpty {
      throw JudgeFailure(
        .usage, "\(folder) already exists and is not empty", remedy: "name another folder")
    }
    do {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw JudgeFailure(.invalid, "\(folder): \(error.localizedDescription)")
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    } catch {
      throw JudgeFailure(.invalid, "\(path): \(error.localizedDescription)")
    }
  }
}
