import JudgeJSON
import JudgeRecords
import JudgeScoring

/// The guidelines that a model distilled from a batch of cases, as in its answer.
struct DistilledGuidelines: Sendable {
  /// A guideline of the answer.
  struct Entry: Hashable, Sendable {
    /// The rule.
    var text: String
    /// The numbers of the cases behind it, from 1.
    var cases: [Int]
    /// The numbers of the existing guidelines that it replaces, from 1.
    var replaces: [Int]
  }

  /// The guidelines in the answer's order.
  let entries: [Entry]

  /// The schema of the answer, with the same names as MLflow's.
  static let schema: JSONObject = [
    "guidelines": [
      "type": "array",
      "items": [
        "type": "object",
        "properties": [
          "guideline_text": ["type": "string"],
          "source_trace_ids": ["type": "array", "items": ["type": "integer"]],
          "replaces": ["type": "array", "items": ["type": "integer"]],
        ],
        "required": ["guideline_text", "source_trace_ids", "replaces"],
        "additionalProperties": false,
      ],
    ]
  ]

  /// Reads an answer and leaves out entries that are not guidelines.
  ///
  /// - Parameters:
  ///   - object: the answer.
  ///   - traces: the trace ids of the cases, which the answer may use instead of their numbers.
  init(_ object: JSONObject, traces: [String]) {
    let numbers = Dictionary(
      traces.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    func integers(_ value: JSONValue?) -> [Int] {
      (value?.arrayValue ?? []).compactMap { entry in
        entry.intValue ?? entry.stringValue.flatMap { Int($0) ?? numbers[$0] }
      }
    }
    entries = (object["guidelines"]?.arrayValue ?? []).compactMap { item in
      let text = item.stringValue ?? item["guideline_text"]?.stringValue ?? ""
      let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !trimmed.isEmpty else { return nil }
      return Entry(
        text: trimmed,
        cases: integers(item["source_trace_ids"]).filter {
          (1...max(1, traces.count)).contains($0)
        },
        replaces: integers(item["replaces"]))
    }
  }
}

extension JudgeBody {
  /// Adds distilled guidelines.
  ///
  /// Those that repeat an existing one add their sources to it; those that replace another one take
  /// its place.
  ///
  /// - Parameters:
  ///   - distilled: the answer.
  ///   - examples: the cases of the batch, in order. A guideline that names none of them is
  ///     attributed to all.
  mutating func take(_ distilled: DistilledGuidelines, from examples: [AlignmentExample]) {
    let followed = guidelines.indices.filter { guidelines[$0].supersededBy == nil }
    for entry in distilled.entries {
      let sources = entry.cases.isEmpty ? examples : entry.cases.map { examples[$0 - 1] }
      let labels = Set(sources.flatMap(\.labelIDs)), traces = Set(sources.map(\.trace.id))
      if let same = guidelines.firstIndex(where: {
        $0.supersededBy == nil && GuidelineText.isSame($0.text, entry.text)
      }) {
        guidelines[same].labels = labels.union(guidelines[same].labels).sorted()
        guidelines[same].traces = traces.union(guidelines[same].traces).sorted()
        continue
      }
      for number in entry.replaces where followed.indices.contains(number - 1) {
        guidelines[followed[number - 1]].supersededBy = entry.text
      }
      guidelines.append(
        Guideline(text: entry.text, labels: labels.sorted(), traces: traces.sorted()))
    }
  }
}

/// Compares guidelines by their words.
enum GuidelineText {
  /// The share of common words from which two guidelines count as the same.
  static let threshold = 0.8

  /// Returns whether two texts have the same meaning in nearly the same words; a text with "not"
  /// and one without are never the same.
  static func isSame(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Set(WordIndex.words(of: left)), Set(WordIndex.words(of: right)))
    guard !a.isEmpty, !b.isEmpty else { return left == right }
    guard a.intersection(negations) == b.intersection(negations) else { return false }
    return Double(a.intersection(b).count) / Double(a.union(b).count) >= threshold
  }

  private static let negations: Set<String> = [
    "not", "no", "never", "without", "unless", "except", "don", "doesn", "isn", "fail", "fails",
    "pass", "passes", "good", "bad", "yes",
  ]
}
