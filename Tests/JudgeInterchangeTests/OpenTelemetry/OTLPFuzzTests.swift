import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import SwiftProtobuf
import Testing

@testable import JudgeInterchange

/// Requests with bytes changed, cut, repeated and put in.
///
/// Each seed stands for a thousand inputs; `GIT_JUDGE_PROPERTY_RUNS` says how many seeds, so that a
/// thousand of them are 10^6 inputs.
@Suite("Mutated requests neither crash nor hang")
struct OTLPFuzzTests {
  private static let rounds = PropertyRuns.isLong ? 1000 : 100

  @Test("Protocol buffers", arguments: PropertyRuns.seeds(8))
  func protobuf(_ seed: UInt64) throws {
    var requests = RandomRequests(seed: seed)
    let seeds = try (0..<10).map { _ -> [[UInt8]] in
      [try requests.traces().serializedBytes(), try requests.logs().serializedBytes()]
    }.flatMap { $0 }
    try Self.run(seed, seeds, .protobuf)
  }

  @Test("JSON", arguments: PropertyRuns.seeds(8))
  func json(_ seed: UInt64) throws {
    var requests = RandomRequests(seed: seed)
    let seeds = try (0..<10).map { _ -> [[UInt8]] in
      [try requests.traces().jsonUTF8Bytes(), try requests.logs().jsonUTF8Bytes()]
    }.flatMap { $0 }
    try Self.run(seed, seeds, .json)
  }

  @Test("gzip", arguments: PropertyRuns.seeds(8))
  func gzip(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<Self.rounds {
      let plain = (0..<random.below(2000)).map { _ in UInt8(random.below(4)) }
      var bytes = GzipBodyTests.gzip(plain)
      for _ in 0..<random.below(4) { Self.mutate(&bytes, &random) }
      guard let result = try? GzipBody.inflated(bytes, limit: 4000) else { continue }
      #expect(result.count <= 4000, "seed \(seed), round \(round)")
    }
  }

  private static func run(_ seed: UInt64, _ seeds: [[UInt8]], _ encoding: OTLPEncoding) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<rounds {
      var bytes = random.one(of: seeds)
      for _ in 0..<(1 + random.below(6)) { mutate(&bytes, &random) }
      let parts =
        ((try? OTLPTraces(bytes, encoding))?.parts ?? [])
        + ((try? OTLPLogs(bytes, encoding))?.parts ?? [])
      for part in parts {
        // What is taken can be written.
        #expect(throws: Never.self, "seed \(seed), round \(round)") {
          let item = try part.item(experiment: experiment)
          for batch in item.spanBatches(of: part.traceID) { _ = try batch.record() }
          for var label in item.assessments {
            label.traceID = part.traceID
            _ = try label.record()
          }
          let trace = SpannedTrace(part.spans, traceID: part.traceID).record(
            experiment: experiment, now: Timestamp(clamping: 0))
          _ = try trace.record()
        }
      }
    }
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(random.below(256))) }
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0: bytes[place] = UInt8(random.below(256))
    case 1: bytes[place] ^= 1 << UInt8(random.below(8))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
    case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 16)], at: place)
    case 4: bytes.insert(UInt8(random.below(256)), at: place)
    default: bytes = Array(bytes.prefix(place))
    }
  }
}
