/// The encoding of an OTLP request, in which its answer is written too.
package enum OTLPEncoding: Hashable, Sendable, CaseIterable {
  /// Protocol buffers.
  case protobuf
  /// JSON.
  case json

  /// Reads the header `Content-Type`, or returns `nil` if OTLP has no such type.
  package init?(contentType: String?) {
    let type = (contentType ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    switch type {
    case "application/x-protobuf", "application/protobuf": self = .protobuf
    case "application/json": self = .json
    default: return nil
    }
  }

  /// The header `Content-Type` of the answer.
  package var contentType: String {
    switch self {
    case .protobuf: "application/x-protobuf"
    case .json: "application/json"
    }
  }
}

/// The kinds of data that OTLP sends and git-judge reads.
package enum OTLPSignal: Hashable, Sendable {
  /// Spans.
  case traces
  /// Log records.
  case logs
}

/// The reason why nothing of a request can be read.
package struct OTLPError: Error, Hashable, Sendable {
  /// The fault.
  package let message: String
  /// Whether the request is over a limit, rather than malformed.
  package let isTooLarge: Bool

  /// Creates an error.
  package init(_ message: String, isTooLarge: Bool = false) {
    self.message = message
    self.isTooLarge = isTooLarge
  }
}

/// The limits of one request.
package struct OTLPLimits: Hashable, Sendable {
  /// The maximum number of spans or log records.
  package var items = 100_000
  /// The maximum number of values, with everything that holds values: a small body can have millions.
  package var parts = 2_000_000

  /// Creates the usual limits.
  package init() {}
}

/// The spans or log records of a request that were not taken.
package struct OTLPRejected: Hashable, Sendable {
  /// The number of rejected spans or log records.
  package private(set) var count = 0
  private var reasons: [String: Int] = [:]
  private var notes: [String] = []

  /// Creates a count of zero.
  package init() {}

  /// The reasons with the number of cases of each, or `nil` if there is nothing to say.
  package var message: String? {
    let list = reasons.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(5).map {
      $0.value == 1 ? $0.key : "\($0.key) (\($0.value) times)"
    }
    let all = list + notes
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }

  /// Counts a rejected span or log record.
  package mutating func add(_ reason: String) {
    count += 1
    if reasons[reason] != nil || reasons.count < 20 { reasons[reason, default: 0] += 1 }
  }

  /// Notes something that rejects nothing.
  package mutating func note(_ sentence: String) { notes.append(sentence) }
}
