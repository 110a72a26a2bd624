public import JudgeJSON

/// One alignment of a judge, recorded so that it can be repeated, or repeated without a reviewer.
///
/// It names all labels that the alignment could learn from, including those of outvoted reviewers:
/// without one reviewer, a tie can become a consensus.
public struct AlignmentStep: Hashable, Sendable {
  /// The optimizer's name.
  public var optimizer: String
  /// The optimizer's settings: everything that it needs in addition to the judge and the labels.
  public var settings: JSONObject
  /// The seed of the random numbers.
  public var seed: UInt64
  /// The judge body that the alignment started from.
  public var base: ContentID
  /// The assessment ids of the labels on the traces of the training part, sorted.
  public var labels: [String]
  /// The decisions of adjudicators at that time, by trace id.
  public var decisions: JSONObject
  /// The labels behind other parts than guidelines and examples, such as `instructions`.
  public var sources: JSONObject

  /// Creates a step without labels.
  public init(optimizer: String, settings: JSONObject = [:], seed: UInt64, base: ContentID) {
    self.optimizer = optimizer
    self.settings = settings
    self.seed = seed
    self.base = base
    labels = []
    decisions = [:]
    sources = [:]
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    optimizer = try reader.text("optimizer")
    settings = try reader.optionalObject("settings") ?? [:]
    seed = UInt64(try reader.optionalInt("seed", from: 0) ?? 0)
    base = try reader.id("base")
    labels = try reader.optionalTexts("labels")
    decisions = try reader.optionalObject("decisions") ?? [:]
    sources = try reader.optionalObject("sources") ?? [:]
  }

  package var json: JSONValue {
    var object: JSONObject = ["optimizer": .string(optimizer)]
    object.put("settings", object: settings)
    object["seed"] = .number(Double(seed))
    object.put("base", base)
    object.put("labels", texts: labels)
    object.put("decisions", object: decisions)
    object.put("sources", object: sources)
    return .object(object)
  }
}
