public import JudgeJSON

/// The reviewers of each trace of an assignment: a pure function of its record.
///
/// For each trace, all reviewers are ranked by the SHA-256 of (trace ‖ 0x00 ‖ source id), and the
/// first ones get it: rendezvous hashing after Thaler and Ravishankar, 1998. If a reviewer joins or
/// leaves, only the traces that this reviewer gets or had are moved. Reviewers who had already
/// labelled a trace (`kept`) come first, regardless of the ranking.
public struct AssignmentSeats: Sendable, Equatable {
  /// One trace with its reviewers.
  public struct Seat: Sendable, Equatable {
    /// The trace.
    public let traceID: String
    /// The source ids of the reviewers, as many as the overlap if there are enough reviewers; those
    /// who had already labelled the trace come first.
    public let reviewers: [String]
  }

  /// The traces in the order of the record.
  public let seats: [Seat]
  private let repeats: Double

  /// Seats the reviewers of an assignment.
  public init(_ assignment: Assignment) {
    var keepers = TextMap<[String]>()
    for member in assignment.kept {
      for trace in (member.value.arrayValue ?? []).compactMap(\.stringValue) {
        keepers[trace, default: []].append(member.key)
      }
    }
    let reviewers = Self.unique(assignment.reviewers)
    seats = Self.unique(assignment.traces).map { trace in
      Seat(
        traceID: trace,
        reviewers: Self.seated(
          trace, reviewers, overlap: assignment.overlap, kept: keepers[trace] ?? []))
    }
    repeats = assignment.repeats ?? 0
  }

  /// Returns whether a reviewer labels a trace a second time, to measure self-agreement.
  ///
  /// - Parameters:
  ///   - trace: the trace id.
  ///   - reviewer: the source id.
  /// - Returns: `true` for about the share of the traces given by `repeats`.
  public func isRepeated(_ trace: String, by reviewer: String) -> Bool {
    repeats > 0 && Self.fraction("repeat", trace, reviewer) < repeats
  }

  /// Returns the traces of one reviewer, in the order of the record.
  ///
  /// - Parameter reviewer: the source id.
  /// - Returns: trace ids.
  public func traces(of reviewer: String) -> [String] {
    seats.filter { seat in seat.reviewers.contains { Bytewise.equal($0, reviewer) } }
      .map(\.traceID)
  }

  /// Returns the value of `kept` with which reviewers keep the traces that they have labelled.
  ///
  /// - Parameters:
  ///   - assignment: the new assignment; its own `kept` is ignored.
  ///   - labelled: the source ids of the reviewers who have labelled a trace and may keep it, by
  ///     trace id.
  /// - Returns: the traces by source id; only those for which hashing alone would seat others.
  public static func kept(
    _ assignment: Assignment, labelled: TextMap<[String]>
  ) -> JSONObject {
    let reviewers = unique(assignment.reviewers)
    var result = TextMap<[JSONValue]>()
    for trace in unique(assignment.traces) {
      let done = unique(labelled[trace] ?? [])
      guard !done.isEmpty else { continue }
      let hashed = seated(trace, reviewers, overlap: assignment.overlap, kept: [])
      let seated = seated(trace, reviewers, overlap: assignment.overlap, kept: done)
      guard sorted(hashed) != sorted(seated) else { continue }
      for source in done { result[source, default: []].append(.string(trace)) }
    }
    return JSONObject(result.map { ($0.key, .array($0.value)) })
  }

  private static func seated(
    _ trace: String, _ reviewers: [String], overlap: Int, kept: [String]
  ) -> [String] {
    let kept = unique(kept)
    let rest = reviewers.filter { reviewer in
      !kept.contains { Bytewise.equal($0, reviewer) }
    }
    let open = max(0, overlap - kept.count)
    guard open < rest.count else { return kept + rest }
    let ranked = rest.map { (source: $0, rank: digest("", trace, $0)) }
      .sorted { $0.rank < $1.rank }
    return kept + ranked.prefix(open).map(\.source)
  }

  /// Returns a number from 0 up to, but not including, 1 that depends only on the texts.
  package static func fraction(_ use: String, _ trace: String, _ reviewer: String) -> Double {
    var value: UInt64 = 0
    for byte in digest(use, trace, reviewer).bytes.prefix(8) { value = value << 8 | UInt64(byte) }
    return Double(value) / 18_446_744_073_709_551_616
  }

  /// Returns the hash for ranking; `use` separates rankings for different purposes and is empty for
  /// seats.
  package static func digest(
    _ use: String, _ trace: String, _ reviewer: String
  ) -> SHA256Digest {
    var bytes = Array(trace.utf8)
    bytes.append(0)
    bytes += Array(reviewer.utf8)
    if !use.isEmpty {
      bytes.append(0)
      bytes += Array(use.utf8)
    }
    return SHA256Digest.hash(bytes)
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen = TextMap<Bool>()
    return texts.filter { text in
      defer { seen[text] = true }
      return seen[text] == nil
    }
  }

  private static func sorted(_ texts: [String]) -> [[UInt8]] {
    texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
