import JudgeJSON
import JudgeScoring

/// The labelled cases as numbers: one row per item, all columns that any candidate uses.
///
/// Columns: 1, then one per class for the base verdict (δ − 1/K, all 0 if it is missing), then
/// the standardised features, then interactions of core features with verdicts, then words.
/// Standardisation and the basis of words see all labelled cases and no label.
struct CalibrationDesign {
  let classes: [JSONValue]
  let features: [CalibrationModel.Feature]
  let blocks: [FeatureBlock]
  /// Indices in ``features`` of those that have interactions.
  let interacting: [Int]
  /// The number of verdicts that have interaction columns; for two classes, one is enough.
  let interactingVerdicts: Int
  /// The index in ``classes`` of each item's base verdict.
  let verdicts: [Int?]
  let labels: [Int]
  /// The words, or `nil` if they are not used.
  let words: WordBasis?
  /// Row-major, ``columns`` wide.
  let rows: [Double]
  let columns: Int

  var verdictColumns: Range<Int> { 1..<(1 + classes.count) }
  func column(ofFeature f: Int) -> Int { 1 + classes.count + f }
  func column(ofInteraction i: Int, verdict: Int) -> Int {
    1 + classes.count + features.count + verdict * interacting.count + i
  }

  /// The columns of words.
  var wordColumns: Range<Int> { (columns - (words?.columns ?? 0))..<columns }

  init(_ items: [CalibrationItem], values: [JSONValue], options: CalibrationOptions) {
    let classes = Self.classes(of: items, values: values)
    let positions = Dictionary(
      classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let features = Self.features(of: items)
    let blocks = features.map { FeatureBlock(name: $0.name) }
    let hasDifferences = blocks.contains { $0.scope == .difference }
    let interacts = classes.count <= options.maximumInteractingClasses
    let interacting = features.indices.filter {
      interacts && blocks[$0].isCore && blocks[$0].scope == (hasDifferences ? .difference : .field)
    }
    let interactingVerdicts = classes.count == 2 ? 1 : classes.count
    let said = items.compactMap(\.features.words)
    let reads = options.readsWords && items.count >= options.wordMinimum
    let words = reads && said.count == items.count ? WordBasis(said) : nil
    let columns =
      1 + classes.count + features.count + interacting.count * interactingVerdicts
      + (words?.columns ?? 0)

    var rows: [Double] = []
    rows.reserveCapacity(items.count * columns)
    let verdicts = items.map { item in item.verdict.flatMap { positions[$0] } }
    for (place, (item, verdict)) in zip(items, verdicts).enumerated() {
      let coded = classes.indices.map { Self.code($0, verdict, classes.count) }
      rows.append(1)
      rows.append(contentsOf: coded)
      let start = rows.count
      for feature in features {
        rows.append(
          CalibrationModel.standardize(
            item.features.values[feature.name], mean: feature.mean, scale: feature.scale))
      }
      for v in 0..<interactingVerdicts {
        for f in interacting { rows.append(rows[start + f] * 2 * coded[v]) }
      }
      if let words { rows += words.rows[place] }
    }
    self.classes = classes
    self.features = features
    self.blocks = blocks
    self.interacting = interacting
    self.interactingVerdicts = interactingVerdicts
    self.verdicts = verdicts
    labels = items.map { positions[$0.label] ?? 0 }
    self.words = words
    self.rows = rows
    self.columns = columns
  }

  /// Returns the value of a base verdict in the column of a class.
  static func code(_ c: Int, _ verdict: Int?, _ count: Int) -> Double {
    guard let verdict else { return 0 }
    return (verdict == c ? 1 : 0) - 1 / Double(count)
  }

  /// Returns the declared values, then undeclared labels, in canonical order.
  private static func classes(of items: [CalibrationItem], values: [JSONValue]) -> [JSONValue] {
    var seen: Set<JSONValue> = []
    let declared = values.filter { seen.insert($0).inserted }
    let others = items.map(\.label).filter { seen.insert($0).inserted }
    return declared
      + others.sorted { $0.canonicalBytes().lexicographicallyPrecedes($1.canonicalBytes()) }
  }

  /// Returns every feature that varies, with mean and deviation over the items that have it.
  private static func features(of items: [CalibrationItem]) -> [CalibrationModel.Feature] {
    var names: Set<String> = []
    for item in items { names.formUnion(item.features.values.keys) }
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return sorted.compactMap { name in
      let values = items.compactMap { $0.features.values[name] }.filter(\.isFinite)
      guard !values.isEmpty else { return nil }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      let scale = variance.squareRoot()
      return scale > 1e-9 ? CalibrationModel.Feature(name: name, mean: mean, scale: scale) : nil
    }
  }
}
