import Foundation
import GitJudge

/// Agreement and consensus of many reviewers: 350 traces, each rated by 90 people.
struct AgreementBenchmarks {
  let folder: String
  let scale: Int

  func run(_ report: inout Report) async throws {
    let path = "\(folder)/agreement"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Peers.git(["init", "-q", "."], in: path)
    let file = "\(folder)/ratings.jsonl"
    try Data(lines()).write(to: URL(fileURLWithPath: file))
    let repository = try await JudgeRepository.open(at: path)
    _ = try await repository.maintenance.initialize()
    try await repository.experiments.create("ratings")
    _ = try await repository.traces.importTraces([file])

    var (agreement, consensus) = (Double.infinity, Double.infinity)
    for _ in 0..<3 {
      // Opened anew, as every command does.
      let fresh = try await JudgeRepository.open(at: path)
      agreement = min(
        agreement,
        try await seconds { _ = try await fresh.agreement.report("harmful").json(judge: "") })
      consensus = min(
        consensus,
        try await seconds {
          _ = try await fresh.agreement.consensus("harmful", method: .dawidSkene).json
        })
    }
    let ratings = 350 / scale * 90
    report.add("agreement with intervals, \(ratings) ratings", seconds: agreement, atMost: 5)
    report.add("consensus by Dawid and Skene, \(ratings)", seconds: consensus, atMost: 1)
  }

  private func lines() -> [UInt8] {
    var generator = Generator(state: 350)
    var bytes: [UInt8] = []
    let values: [JSONValue] = ["no", "unsure", "yes"]
    for trace in 0..<350 / scale {
      let usual = generator.below(3)
      let said: [JSONValue] = (0..<90).map { reviewer in
        let value = generator.below(10) < 6 ? usual : generator.below(3)
        return [
          "name": "harmful", "source_type": "HUMAN", "source_id": .string("r\(reviewer)"),
          "value": values[value],
        ]
      }
      let line: JSONValue = [
        "client_request_id": .string("t\(trace)"), "inputs": .string("question \(trace)"),
        "outputs": "answer", "assessments": .array(said),
      ]
      bytes += line.canonicalBytes()
      bytes.append(0x0a)
    }
    return bytes
  }
}
