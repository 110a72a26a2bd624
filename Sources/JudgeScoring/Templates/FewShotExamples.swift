public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// The few-shot examples of a judge: cases with people's verdicts.
public enum FewShotExamples {
  /// The maximum number of cases; more do more harm than good (Databricks, "Customize AI judges").
  public static let limit = 5

  /// Returns the number of cases among a judge's examples.
  ///
  /// A judge that is asked about each document has one example per document, and the documents of
  /// a case count once.
  public static func count(of body: JudgeBody) -> Int {
    guard body.isPerChunk else { return body.examples.count }
    return Set(body.examples.map { [$0["inputs"] ?? .null, $0["outputs"] ?? .null] }).count
  }

  /// Adds examples from labelled rows.
  ///
  /// The verdict is in one of the columns that an evaluation prints (``ExampleVerdict``), or is the
  /// row's human label on the judge's question; "Yes" and "No" stand for the judge's own words in
  /// any case. A row with an empty verdict is left out. A judge that is asked about each document
  /// gets one example per document.
  ///
  /// - Parameters:
  ///   - rows: the rows as traces.
  ///   - columns: the rows as they were read, in the same order.
  ///   - body: the judge.
  ///   - isFrame: whether the rows are about several judges. Rows without a verdict of this judge
  ///     are then left out, and a judge without any stays as it is.
  /// - Returns: the body with the examples.
  /// - Throws: `JudgeFailure` that names the row: no verdict, an unknown value, a number of ratings
  ///   that is not that of the documents, or a sixth example.
  public static func adding(
    _ rows: [Trace], columns: [JSONObject], to body: JudgeBody, isFrame: Bool = false
  ) throws(JudgeFailure) -> JudgeBody {
    var added: [JSONValue] = []
    var used = 0
    var empty = 0
    for (number, (row, column)) in zip(rows, columns).enumerated() {
      let place = "example \(number + 1) (\(row.id))"
      guard let said = ExampleVerdict(row, column, of: body) else {
        if isFrame { continue }
        throw missing(place, body)
      }
      guard !said.isEmpty else {
        empty += 1
        continue
      }
      used += 1
      added += try examples(row, said, of: body, place)
    }
    if used == 0, empty > 0, !isFrame { throw missing("none of the \(empty) examples", body) }
    var result = body
    result.examples += added
    let count = count(of: body) + used
    guard count <= limit else {
      throw JudgeFailure(
        .failed, "\(count) examples of \(body.name) are too many",
        remedy: .advice(
          "a judge takes at most \(limit): more hurt more than they help; keep those that "
            + "it gets wrong, with both passing and failing values among them"))
    }
    return result
  }

  /// Returns a warning if the examples of a judge show one class only.
  ///
  /// The classes are passing and failing values, or the values themselves if none passes.
  ///
  /// - Parameter body: the judge.
  /// - Returns: the warning with the missing values, or `nil` if both classes are shown.
  public static func oneSided(_ body: JudgeBody) -> String? {
    let shown = Set(body.examples.compactMap { $0["value"] })
    guard !shown.isEmpty, !body.values.isEmpty else { return nil }
    let others: [JSONValue]
    if body.pass.isEmpty {
      others = shown.count > 1 ? [] : body.values.filter { !shown.contains($0) }
    } else {
      let passed = Set(shown.map { body.pass.contains($0) })
      others =
        passed.count > 1 ? [] : body.values.filter { !passed.contains(body.pass.contains($0)) }
    }
    guard !others.isEmpty else { return nil }
    func list(_ values: [JSONValue]) -> String {
      values.map { $0.stringValue ?? $0.canonicalText }.joined(separator: " or ")
    }
    return "\(body.name): every example is \(list(body.values.filter(shown.contains))); add an "
      + "example that is \(list(others))"
  }

  private static func missing(_ place: String, _ body: JudgeBody) -> JudgeFailure {
    JudgeFailure(
      .failed, "\(place) has no verdict",
      remedy: .advice(
        "give it a column \"\(ExampleVerdict.columns(of: body)[0].value)\", or a human assessment "
          + "named \(body.feedbackName)"))
  }

  /// Returns the examples of one row: one, or one per document.
  private static func examples(
    _ row: Trace, _ said: ExampleVerdict, of body: JudgeBody, _ place: String
  ) throws(JudgeFailure) -> [JSONValue] {
    let chunks = RetrievedChunk.all(of: row)
    guard body.isPerChunk, !chunks.isEmpty else {
      guard said.values.count == 1 else {
        throw JudgeFailure(.failed, "\(place) has \(said.values.count) verdicts, not one")
      }
      let value = try matched(said.values[0], body, place)
      return [example(row, value: value, rationale: said.rationales[0])]
    }
    guard said.values.count == chunks.count else {
      throw JudgeFailure(
        .failed,
        "\(place) has \(Count.of(said.values.count, "verdict")) for "
          + Count.of(chunks.count, "document"),
        remedy: .advice(
          "\(body.name) is asked about each document: give a list with one verdict per document"))
    }
    var result: [JSONValue] = []
    for (place2, chunk) in chunks.enumerated() where !said.values[place2].isNull {
      var single = row
      single.retrievedContext = [chunk.json]
      let value = try matched(said.values[place2], body, "\(place), document \(place2 + 1)")
      result.append(example(single, value: value, rationale: said.rationales[place2]))
    }
    return result
  }

  /// Returns an example as in a body: the case, people's verdict, and the reason.
  package static func example(
    _ row: Trace, value: JSONValue, rationale: String?
  ) -> JSONValue {
    var example: JSONObject = ["inputs": row.inputs, "outputs": row.outputs, "value": value]
    if let expected = row.expectations { example["expectations"] = expected }
    let chunks = RetrievedChunk.all(of: row)
    if !chunks.isEmpty { example["retrieved_context"] = .array(chunks.map(\.json)) }
    if let rationale { example["rationale"] = .string(rationale) }
    return .object(example)
  }

  /// Returns the judge's own word for a value.
  private static func matched(
    _ value: JSONValue, _ body: JudgeBody, _ place: String
  ) throws(JudgeFailure) -> JSONValue {
    if body.admits(value) { return value }
    let text = value.stringValue?.lowercased()
    if let text, let own = body.values.first(where: { $0.stringValue?.lowercased() == text }) {
      return own
    }
    throw JudgeFailure(
      .failed, "\(place): \(value.canonicalText) is not a value of \(body.feedbackName)")
  }
}
