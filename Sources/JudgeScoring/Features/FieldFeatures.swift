import JudgeJSON

/// The features of one output field against the inputs and expectations of its case.
struct FieldFeatures {
  /// The names and values, in a fixed order.
  private(set) var values: [(name: String, value: Double)] = []

  /// The other texts of the case.
  struct Context {
    let inputs: TextProfile
    let inputBag: [Int: Int]
    let inputRuns: Set<UInt64>
    let expectations: [Expectation]
    let refusals: [Int: [[Int]]]
    let hedges: [Int: [[Int]]]
    let negations: [Int: [[Int]]]
    let articles: Set<Int>
  }

  /// An acceptable answer.
  struct Expectation {
    let words: [Int]
    let bag: [Int: Int]
  }

  init(_ profile: TextProfile, bag: [Int: Int], in context: Context) {
    addSize(profile, distinct: bag.count)
    addStyle(profile, context)
    addInputOverlap(profile, bag, context)
    if !context.expectations.isEmpty { addExpectations(profile, bag, context) }
  }

  private mutating func add(_ name: String, _ value: Double) { values.append((name, value)) }

  private mutating func addCount(_ name: String, _ count: Int) {
    add(name, PortableMath.log(1 + Double(count)))
  }

  private mutating func addSize(_ profile: TextProfile, distinct: Int) {
    let words = profile.words.count
    addCount("characters", profile.scalars)
    addCount("words", words)
    addCount("sentences", profile.sentences)
    addCount("lines", profile.lines)
    add("distinct_words", words > 0 ? Double(distinct) / Double(words) : 0)
    add("word_length", words > 0 ? Double(profile.wordScalars) / Double(words) : 0)
  }

  private mutating func addStyle(_ profile: TextProfile, _ context: Context) {
    let scalars = Double(max(profile.scalars, 1))
    add("digits", Double(profile.digits) / scalars)
    add("punctuation", Double(profile.marks) / scalars)
    add("capitals", Double(profile.capitals) / scalars)
    addCount("questions", profile.questions)
    addCount("exclamations", profile.exclamations)
    addCount("list_items", profile.listItems)
    addCount("markdown", profile.markdown)
    addCount("refusals", Self.count(context.refusals, in: profile.words))
    addCount("hedges", Self.count(context.hedges, in: profile.words))
    addCount("negations", Self.count(context.negations, in: profile.words))
    let pairs = TokenOverlap.runs(profile.words, of: 2)
    add("repetition", pairs.isEmpty ? 0 : 1 - Double(Set(pairs).count) / Double(pairs.count))
  }

  private mutating func addInputOverlap(
    _ profile: TextProfile, _ bag: [Int: Int], _ context: Context
  ) {
    let overlap = TokenOverlap(
      bag, count: profile.words.count, reference: context.inputBag,
      referenceCount: context.inputs.words.count)
    add("input_precision", overlap.precision)
    add("input_recall", overlap.recall)
    add("input_f1", overlap.f1)
    let runs = TokenOverlap.runs(profile.words, of: 3)
    let copied = runs.filter(context.inputRuns.contains).count
    add("input_echo", runs.isEmpty ? 0 : Double(copied) / Double(runs.count))
    let opening = profile.words.prefix(3)
    let same = opening.count == 3 && opening == context.inputs.words.prefix(3)
    add("input_opening", same ? 1 : 0)
  }

  /// Adds the best match among the acceptable answers, by each measure.
  private mutating func addExpectations(
    _ profile: TextProfile, _ bag: [Int: Int], _ context: Context
  ) {
    let plain = profile.words.filter { !context.articles.contains($0) }
    var (precision, recall, f1, exact, contained) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for expectation in context.expectations {
      let overlap = TokenOverlap(
        bag, count: profile.words.count, reference: expectation.bag,
        referenceCount: expectation.words.count)
      precision = max(precision, overlap.precision)
      recall = max(recall, overlap.recall)
      f1 = max(f1, overlap.f1)
      let wanted = expectation.words.filter { !context.articles.contains($0) }
      if wanted == plain { exact = 1 }
      if Self.contains(plain, wanted) { contained = 1 }
    }
    add("expectation_precision", precision)
    add("expectation_recall", recall)
    add("expectation_f1", f1)
    add("expectation_exact", exact)
    add("expectation_contained", contained)
  }

  private static func count(_ phrases: [Int: [[Int]]], in words: [Int]) -> Int {
    guard !phrases.isEmpty else { return 0 }
    var count = 0
    for (start, word) in words.enumerated() {
      for phrase in phrases[word] ?? [] where words[start...].starts(with: phrase) { count += 1 }
    }
    return count
  }

  private static func contains(_ words: [Int], _ wanted: [Int]) -> Bool {
    guard let first = wanted.first, wanted.count <= words.count else { return false }
    return (0...(words.count - wanted.count)).contains {
      words[$0] == first && words[$0...].starts(with: wanted)
    }
  }
}
