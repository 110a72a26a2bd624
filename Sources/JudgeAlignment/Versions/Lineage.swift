import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// The labels behind each part of a judge: a pure reading of its body.
public struct Lineage: Hashable, Sendable {
  /// A part of a judge that it learned from labels.
  public enum Part: Hashable, Sendable {
    /// A guideline, counted from 1.
    case guideline(Int)
    /// An example, counted from 1.
    case example(Int)
    /// Another part, such as `instructions` or `calibration`.
    case other(String)
  }

  /// A part with the assessment ids of the labels that it came from.
  public struct Entry: Hashable, Sendable {
    /// The part.
    public let part: Part
    /// The rule, the value of the example, or an empty text.
    public let text: String
    /// The assessment ids.
    public let labels: [String]
    /// The traces of these labels, if the part names them.
    public let traces: [String]
  }

  /// The parts, in the order of the body.
  public let entries: [Entry]
  /// All assessment ids that any part or step names, including those of outvoted reviewers.
  public let labels: Set<String>
  /// All traces that a part names, or on which a step has a decision.
  public let traces: Set<String>

  /// Reads a judge's body.
  ///
  /// - Parameter body: the body.
  public init(_ body: JudgeBody) {
    var entries: [Entry] = []
    for (place, guideline) in body.guidelines.enumerated() {
      entries.append(
        Entry(
          part: .guideline(place + 1), text: guideline.text, labels: guideline.labels,
          traces: guideline.traces))
    }
    for (place, example) in body.examples.enumerated() {
      let value = example["value"]
      let episode = Episode(example)
      entries.append(
        Entry(
          part: .example(place + 1), text: value?.stringValue ?? value?.canonicalText ?? "",
          labels: episode?.labels ?? [], traces: episode.map { [$0.traceID] } ?? []))
    }
    var others: [String: Set<String>] = [:]
    for step in body.steps {
      for source in step.sources {
        others[source.key, default: []].formUnion(
          source.value.arrayValue?.compactMap(\.stringValue) ?? [])
      }
      let calibrates =
        step.optimizer == "calibration" || step.settings["then"]?.stringValue == "calibration"
      if calibrates, body.calibration != nil {
        others["calibration", default: []].formUnion(step.labels)
      }
    }
    for (name, labels) in others.sorted(by: { $0.key < $1.key }) {
      entries.append(Entry(part: .other(name), text: "", labels: labels.sorted(), traces: []))
    }
    self.entries = entries
    labels = Set(entries.flatMap(\.labels)).union(body.steps.flatMap(\.labels))
    traces = Set(entries.flatMap(\.traces)).union(body.steps.flatMap { $0.decisions.map(\.key) })
  }
}
