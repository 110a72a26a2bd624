import Foundation
import GitJudge

/// What git-judge is measured against: plain git on the same files.
enum Peers {
  /// Runs git and returns the seconds it took.
  @discardableResult
  static func git(_ arguments: [String], in folder: String, input: URL? = nil) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    if let input { process.standardInput = try FileHandle(forReadingFrom: input) }
    let started = Date()
    try process.run()
    process.waitUntilExit()
    let seconds = Date().timeIntervalSince(started)
    guard process.terminationStatus == 0 else { throw Failure(text: "git \(arguments) failed") }
    return seconds
  }

  /// The first line that git prints.
  static func output(_ arguments: [String], in folder: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(text: "git \(arguments) failed")
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
  }

  /// An error with a text.
  struct Failure: Error { let text: String }

  /// A stream for `git fast-import` that makes one commit of the records' files.
  static func fastImportStream(_ records: [Record], to file: String) throws {
    try Data().write(to: URL(fileURLWithPath: file))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    var buffer = Data()
    func add(_ text: String) { buffer.append(contentsOf: text.utf8) }
    add("commit refs/heads/judge\ncommitter A <a@example.org> 1700000000 +0000\ndata 1\nx\n")
    for record in records {
      guard let path = RecordPath(kind: record.kind, id: record.id).text else { continue }
      add("M 100644 inline \(path)\ndata \(record.bytes.count)\n")
      buffer.append(contentsOf: record.bytes)
      add("\n")
      if buffer.count > 1 << 22 {
        handle.write(buffer)
        buffer = Data()
      }
    }
    handle.write(buffer)
    try handle.close()
  }

  /// Seconds for `git add` and `git commit` of one new file in a checked-out work tree.
  static func addAndCommit(in folder: String, runs: Int) throws -> Double {
    var best = Double.infinity
    for run in 0..<runs {
      let path = "new-\(run).json"
      try Data("{\"n\":\(run)}".utf8).write(to: URL(fileURLWithPath: folder + "/" + path))
      let seconds =
        try git(["add", path], in: folder) + git(["commit", "-qm", "x"], in: folder)
      best = min(best, seconds)
    }
    return best
  }
}
