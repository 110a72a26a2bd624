import JudgeScoring

/// The columns of a design by the block of their features.
struct BlockColumns {
  /// Blocks that are added together, with their shares of the prior variance.
  struct View {
    let blocks: [(columns: [Int], share: Double)]
    /// The number of steps beyond the verdict alone.
    let richness: Int
    /// The columns of words, if they are used.
    var words: [Int] = []
  }

  /// The views, from poor to rich.
  ///
  /// If there are several outputs, differences come before the fields.
  let views: [View]

  init(_ design: CalibrationDesign) {
    func columns(_ include: (FeatureBlock) -> Bool) -> [Int] {
      design.blocks.indices.filter { include(design.blocks[$0]) }.map(design.column(ofFeature:))
    }
    let crossed = (0..<design.interactingVerdicts).flatMap { v in
      design.interacting.indices.map { design.column(ofInteraction: $0, verdict: v) }
    }
    let words = Array(design.wordColumns)
    let field = columns { $0.scope == .field && $0.isCore }
    if design.blocks.contains(where: { $0.scope == .difference }) {
      let core = columns { $0.scope == .difference && $0.isCore }
      let rest = columns { $0.scope == .difference && !$0.isCore || $0.scope == .pair }
      views =
        [
          View(blocks: [(columns { $0.scope == .difference && $0.isLength }, 1)], richness: 1),
          View(blocks: [(core, 1)], richness: 2),
          View(blocks: [(core, 0.5), (rest, 0.5)], richness: 3),
          View(blocks: [(field, 1)], richness: 3),
          View(blocks: [(core, 0.4), (rest, 0.2), (field, 0.2), (crossed, 0.2)], richness: 4),
        ] + (words.isEmpty ? [] : [View(blocks: [(core, 1)], richness: 3, words: words)])
    } else {
      let rest = columns { $0.scope == .field && !$0.isCore }
      views =
        [
          View(blocks: [(columns { $0.scope == .field && $0.isLength }, 1)], richness: 1),
          View(blocks: [(field, 1)], richness: 2),
          View(blocks: [(field, 0.5), (rest, 0.5)], richness: 3),
          View(blocks: [(field, 0.5), (rest, 0.25), (crossed, 0.25)], richness: 4),
        ]
        + (words.isEmpty
          ? []
          : [
            View(blocks: [], richness: 2, words: words),
            View(blocks: [(field, 0.5), (rest, 0.5)], richness: 4, words: words),
          ])
    }
  }
}
