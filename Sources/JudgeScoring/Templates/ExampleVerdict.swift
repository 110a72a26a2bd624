import JudgeJSON
import JudgeRecords

/// People's verdict on an example, from the columns of its row.
///
/// The columns are those that an evaluation prints for the judge: `<judge>/value`,
/// `response/llm_judged/<judge>/rating`, and for judges of documents
/// `retrieval/llm_judged/<judge>/ratings` or `<judge>/chunk/value`, each with its rationale.
struct ExampleVerdict {
  /// A pair of columns.
  struct Column: Hashable {
    let value: String
    let rationale: String
  }

  /// The values: one, or one per document.
  let values: [JSONValue]
  /// The reasons, in the same order.
  let rationales: [String?]

  /// Whether the row says that it has no verdict.
  var isEmpty: Bool { values.allSatisfy(\.isNull) }

  /// Reads the verdict of a row.
  ///
  /// It is `nil` if the row has neither a column nor a label of the judge.
  ///
  /// - Parameters:
  ///   - row: the row as a trace, with its human labels.
  ///   - columns: the row as it was read.
  ///   - body: the judge.
  init?(_ row: Trace, _ columns: JSONObject, of body: JudgeBody) {
    let present = Self.columns(of: body).filter { columns[$0.value] != nil }
    let filled = present.first { columns[$0.value].map { !$0.isNull } ?? false }
    if let column = filled, let value = columns[column.value] {
      let reason = columns[column.rationale]
      if let list = value.arrayValue, body.isPerChunk {
        let reasons = reason?.arrayValue
        values = list
        rationales = list.indices.map { place in
          guard let reasons else { return reason?.stringValue }
          return place < reasons.count ? reasons[place].stringValue : nil
        }
      } else {
        values = [value]
        rationales = [reason?.stringValue]
      }
      return
    }
    if let vote = row.votes(on: body.feedbackName).last,
      case .feedback(let value) = vote.assessment.content
    {
      values = [value]
      rationales = [vote.assessment.rationale]
      return
    }
    guard !present.isEmpty else { return nil }
    values = []
    rationales = []
  }

  /// Returns the columns that can hold a judge's verdict, the first one preferred.
  ///
  /// A built-in judge is known by its names of both generations.
  static func columns(of body: JudgeBody) -> [Column] {
    var names = [body.name]
    if let builtIn = body.settings[JudgeSettings.builtIn]?.stringValue,
      let entry = BuiltInCatalog.entry(named: builtIn)
    {
      names += ([entry.name] + entry.aliases).filter { $0 != body.name }
    }
    return names.flatMap { name in
      let response = "response/llm_judged/\(name)"
      let retrieval = "retrieval/llm_judged/\(name)"
      let one = [
        Column(value: "\(name)/value", rationale: "\(name)/rationale"),
        Column(value: "\(response)/rating", rationale: "\(response)/rationale"),
      ]
      guard body.isPerChunk else { return one }
      return [
        Column(value: "\(retrieval)/ratings", rationale: "\(retrieval)/rationales"),
        Column(value: "\(response)/rating", rationale: "\(response)/rationale"),
        Column(value: "\(name)/chunk/value", rationale: "\(name)/chunk/rationale"), one[0],
      ]
    }
  }
}
