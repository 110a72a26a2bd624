import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import SwiftProtobuf
import Testing

@testable import JudgeInterchange

/// Requests with bytes changed, cut, repeated and put in.
///
/// The long run has 10^6 inputs of each kind: a thousand seeds with a thousand inputs each.
@Suite("Mutated requests neither crash nor hang")
struct OTLPFuzzTests {
  private static let rounds = PropertyRuns.isLong ? 1000 : 100
  private static let seeds: Range<UInt64> = 0..<(PropertyRuns.isLong ? 1000 : 8)

  @Test("Protocol buffers", arguments: seeds)
  func protobuf(_ seed: UInt64) throws {
    var requests = RandomRequests(seed: seed)
    let seeds = try (0..<10).map { _ -> [[UInt8]] in
      [try requests.traces().serializedBytes(), try requests.logs().serializedBytes()]
    }.flatMap { $0 }
    try Self.run(seed, seeds, .protobuf)
  }

  @Test("JSON", arguments: seeds)
  func json(_ seed: UInt64) throws {
    var requests = RandomRequests(seed: seed)
    let seeds = try (0..<10).map { _ -> [[UInt8]] in
      [try requests.traces().jsonUTF8Bytes(), try requests.logs().jsonUTF8Bytes()]
    }.flatMap { $0 }
    try Self.run(seed, seeds, .json)
  }

  @Test("gzip", arguments: seeds)
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

  @Test("Values inside each other, to any depth", arguments: [200, 399, 401, 5000])
  func nested(_ depth: Int) throws {
    var value: [UInt8] = []
    for _ in 0..<depth {
      // An AnyValue with a list of one AnyValue.
      let list = Self.field(1, value)
      value = Self.field(5, list)
    }
    let attribute = Self.field(9, Self.field(2, value))
    let ids =
      Self.field(1, [UInt8](repeating: 1, count: 16)) + Self.field(2, [1, 2, 3, 4, 5, 6, 7, 8])
    let bytes = Self.field(1, Self.field(2, Self.field(2, ids + attribute)))
    let read = try? OTLPTraces(bytes, .protobuf)
    #expect(read?.rejected.count == (depth < 390 ? (depth > 240 ? 1 : 0) : nil))
    let json = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let text = #"{"resourceSpans": [{"x": \#(json)}]}"#
    #expect((try? OTLPTraces(Array(text.utf8), .json)) == nil || depth < 250)
  }

  /// A field with a length.
  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var (length, rest) = ([UInt8](), bytes.count)
    repeat {
      length.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return [number << 3 | 2] + length + bytes
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
