package import JudgeJSON

/// Named numbers that describe the texts of a case without understanding them.
///
/// A pure function of inputs, outputs and expectations: no tags, no locale, no Unicode tables that
/// change with the system. Names are stable, because judge records store them:
/// * `outputs.FIELD.NAME`: the feature of an output field (`outputs.NAME` if outputs are no
///   object), for the first six fields in canonical order;
/// * `difference.NAME`: first field minus second, if there are at least two;
/// * `pair.NAME`: the similarity of the first two fields.
package struct LexicalFeatures: Sendable, Hashable {
  /// The version of the features and their exact definition; judges made with another one cannot
  /// run.
  package static let version = "lexical-1"

  /// The maximum number of output fields that are described.
  package static let maximumFields = 6

  /// The values by name, without features that have no meaning for the case.
  package let values: [String: Double]

  /// The number of output fields of the case, at most ``maximumFields``.
  package let fieldCount: Int

  /// The hashed words, or `nil` if they were not requested.
  package let words: WordCounts?

  /// Computes the features of a case.
  ///
  /// - Parameters:
  ///   - inputs: the inputs; the text of all leaves counts.
  ///   - outputs: an object of fields, or one value; any other value than a string counts as
  ///     canonical JSON.
  ///   - expectations: acceptable answers, one per leaf; `nil` and empty are the same.
  ///   - words: whether to hash the words too.
  package init(
    inputs: JSONValue, outputs: JSONValue, expectations: JSONValue? = nil, words: Bool = false
  ) {
    self.words = words ? WordCounts(inputs: inputs, outputs: outputs) : nil
    var vocabulary = Vocabulary()
    let inputs = TextProfile(
      CaseText.leaves(of: inputs).joined(separator: "\n"), vocabulary: &vocabulary)
    let fields = CaseText.fields(of: outputs).map { field in
      let profile = TextProfile(field.text, vocabulary: &vocabulary)
      return (field.name, profile, TokenOverlap.bag(profile.words))
    }
    let expectations = (expectations.map(CaseText.leaves) ?? []).map { text in
      let words = TextProfile(text, vocabulary: &vocabulary).words
      return FieldFeatures.Expectation(words: words, bag: TokenOverlap.bag(words))
    }
    let context = FieldFeatures.Context(
      inputs: inputs, inputBag: TokenOverlap.bag(inputs.words),
      inputRuns: Set(TokenOverlap.runs(inputs.words, of: 3)), expectations: expectations,
      refusals: vocabulary.index(Phrases.refusals), hedges: vocabulary.index(Phrases.hedges),
      negations: vocabulary.index(Phrases.negations),
      articles: Set(Phrases.articles.compactMap(vocabulary.find)))

    var values: [String: Double] = [:]
    let described = fields.map { FieldFeatures($0.1, bag: $0.2, in: context).values }
    for (field, features) in zip(fields, described) {
      let prefix = field.0.isEmpty ? "outputs." : "outputs.\(field.0)."
      for feature in features { values[prefix + feature.name] = feature.value }
    }
    if fields.count >= 2 {
      for (first, second) in zip(described[0], described[1]) {
        values["difference." + first.name] = first.value - second.value
      }
      let overlap = TokenOverlap(
        fields[0].2, count: fields[0].1.words.count, reference: fields[1].2,
        referenceCount: fields[1].1.words.count)
      values["pair.similarity"] = overlap.f1
      values["pair.equal"] = fields[0].1.words == fields[1].1.words ? 1 : 0
      values["pair.size_gap"] = (values["difference.characters"] ?? 0).magnitude
    }
    self.values = values
    fieldCount = fields.count
  }

  /// Creates features from existing values, for example in a test.
  package init(values: [String: Double], fieldCount: Int, words: WordCounts? = nil) {
    self.values = values
    self.words = words
    self.fieldCount = fieldCount
  }

  /// Returns a feature of the output field with this name, or 0.
  func value(_ name: String, ofField field: String) -> Double {
    values[field.isEmpty ? "outputs.\(name)" : "outputs.\(field).\(name)"] ?? 0
  }
}
