package import JudgeJSON
package import JudgeWork

extension JudgeFailure.Code {
  /// A field of a stored calibration is missing or of the wrong type.
  package static let badField = Self("bad-field")
  /// The arrays of a stored calibration have inconsistent shapes.
  package static let badShape = Self("bad-shape")
  /// A stored calibration reads features that this program does not compute.
  package static let unknownFeatureSet = Self("unknown-feature-set")
}

extension CalibrationModel {
  /// The model as stored in a judge's body; canonical numbers keep every bit.
  package var json: JSONValue {
    var object: JSONObject = [
      "classes": .array(classes),
      "feature_set": .string(featureSet),
      "features": .array(features.map { .string($0.name) }),
      "intercept": Self.json(intercept),
      "margin": .number(margin),
      "means": Self.json(features.map(\.mean)),
      "scales": Self.json(features.map(\.scale)),
      "verdict": .array(verdict.map(Self.json)),
      "weights": .array(weights.map(Self.json)),
    ]
    if let words {
      // A program that does not know words must not run this model without them.
      object["feature_set"] = .string(featureSet + Self.withWords)
      object["words"] = [
        "cases": .number(Double(words.cases)),
        "frequencies": .array(words.frequencies.map { .number(Double($0)) }),
        "weights": .array(words.weights.map(Self.json)),
      ]
    }
    if !interacting.isEmpty {
      object["interacting"] = .array(interacting.map { .number(Double($0)) })
      object["interactions"] = .array(interactions.map { .array($0.map(Self.json)) })
    }
    return .object(object)
  }

  /// Reads a model from ``json``.
  ///
  /// - Parameter json: the member of a judge's body.
  /// - Throws: `JudgeFailure` if a field is missing, if the arrays have inconsistent shapes, or if
  ///   the model needs features that this program does not compute.
  package init(json: JSONValue) throws(JudgeFailure) {
    guard let stored = json["feature_set"]?.stringValue else {
      throw Self.bad("feature_set", "a string")
    }
    let hasWords = json["words"] != nil
    let featureSet =
      hasWords && stored.hasSuffix(Self.withWords)
      ? String(stored.dropLast(Self.withWords.count)) : stored
    guard featureSet == LexicalFeatures.version, hasWords == (featureSet != stored) else {
      throw JudgeFailure(
        .unknownFeatureSet,
        "the calibration needs the features \(stored), this git-judge computes "
          + LexicalFeatures.version + " and " + LexicalFeatures.version + Self.withWords,
        remedy: "use a git-judge that computes them, or align the judge again")
    }
    guard let classes = json["classes"]?.arrayValue, !classes.isEmpty else {
      throw Self.bad("classes", "a list of values")
    }
    guard let margin = json["margin"]?.doubleValue, margin.magnitude <= Self.greatest else {
      throw Self.bad("margin", "a number")
    }
    let names = (json["features"]?.arrayValue ?? []).compactMap(\.stringValue)
    let means = try Self.numbers(json["means"], names.count, "means")
    let scales = try Self.numbers(json["scales"], names.count, "scales")
    guard names.count == json["features"]?.arrayValue?.count, scales.allSatisfy({ $0 > 0 }) else {
      throw Self.bad("features", "a list of names, each with a scale above 0")
    }
    let interacting = (json["interacting"]?.arrayValue ?? []).compactMap(\.intValue)
    guard interacting.count == json["interacting"]?.arrayValue?.count ?? 0,
      interacting.allSatisfy(names.indices.contains)
    else { throw Self.bad("interacting", "positions in features") }
    var interactions: [[[Double]]] = []
    if !interacting.isEmpty {
      for table in try Self.rows(json["interactions"], classes.count, "interactions") {
        interactions.append(
          try Self.table(table, classes.count, interacting.count, "interactions"))
      }
    }
    var words: WordModel?
    if let stored = json["words"] {
      let cases = stored["cases"]?.intValue ?? -1
      let frequencies = (stored["frequencies"]?.arrayValue ?? []).compactMap(\.intValue)
      guard cases >= 0, frequencies.count == WordCounts.buckets,
        frequencies.allSatisfy({ (0...cases).contains($0) })
      else {
        throw Self.bad("words", "frequencies of \(WordCounts.buckets) buckets, at most cases")
      }
      words = WordModel(
        cases: cases, frequencies: frequencies,
        weights: try Self.table(
          stored["weights"], classes.count, WordCounts.buckets, "words"))
    }
    self.init(
      featureSet: featureSet, classes: classes,
      features: zip(names, zip(means, scales)).map { name, numbers in
        Feature(name: name, mean: numbers.0, scale: numbers.1)
      },
      intercept: try Self.numbers(json["intercept"], classes.count, "intercept"),
      verdict: try Self.table(json["verdict"], classes.count, classes.count, "verdict"),
      weights: try Self.table(json["weights"], classes.count, names.count, "weights"),
      interacting: interacting, interactions: interactions, words: words, margin: margin)
  }

  /// The suffix of the name of the features if they include words.
  private static let withWords = "+" + WordCounts.version

  /// The largest absolute value of a number; sums and products of smaller ones stay finite.
  private static let greatest = 1e30

  private static func json(_ numbers: [Double]) -> JSONValue { .array(numbers.map { .number($0) }) }

  private static func table(
    _ json: JSONValue?, _ rows: Int, _ columns: Int, _ field: String
  ) throws(JudgeFailure) -> [[Double]] {
    var result: [[Double]] = []
    for row in try Self.rows(json, rows, field) {
      result.append(try numbers(row, columns, field))
    }
    return result
  }

  private static func rows(
    _ json: JSONValue?, _ count: Int, _ field: String
  ) throws(JudgeFailure) -> [JSONValue] {
    guard let rows = json?.arrayValue, rows.count == count else {
      throw JudgeFailure(
        .badShape, "the calibration's \(field) needs \(count) rows",
        remedy: "the record was damaged or edited; align the judge again")
    }
    return rows
  }

  private static func numbers(
    _ json: JSONValue?, _ count: Int, _ field: String
  ) throws(JudgeFailure) -> [Double] {
    let numbers = (json?.arrayValue ?? []).compactMap(\.doubleValue)
    guard numbers.count == count, json?.arrayValue?.count == count,
      numbers.allSatisfy({ $0.magnitude <= greatest })
    else {
      throw JudgeFailure(
        .badShape, "the calibration's \(field) needs \(count) numbers, each at most 1e30",
        remedy: "the record was damaged or edited; align the judge again")
    }
    return numbers
  }

  private static func bad(_ field: String, _ wanted: String) -> JudgeFailure {
    JudgeFailure(
      .badField, "the calibration's \(field) must be \(wanted)",
      remedy: "the record was damaged or edited; align the judge again")
  }
}
