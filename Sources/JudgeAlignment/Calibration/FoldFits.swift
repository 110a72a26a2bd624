import JudgeScoring

/// The held-out logits and log-likelihoods of every candidate in one cross-validation.
///
/// Nested without nesting loops: a fit that leaves out the folds k and j serves the choice for k
/// (judged on j) and for j (judged on k), so nothing of a held-out fold reaches its own candidates'
/// weights.
struct FoldFits {
  /// By candidate, then item: the logits from the fit without the item's fold.
  private(set) var logits: [[[Double]]] = []
  /// By candidate, then item: the log-likelihood of the label under ``logits``.
  private(set) var heldOut: [[Double]] = []
  /// By candidate, then left-out fold: the sum over the other folds' items, each from the fit
  /// without both folds.
  private(set) var inner: [[Double]] = []

  private let design: CalibrationDesign
  private let folds: GroupFolds
  private let verdictPrior: Double
  /// Items by fold.
  private let order: [Int]
  /// The stretch of ``order`` of each fold.
  private let stretches: [Range<Int>]

  /// Fits every view and reports the number fitted to `progress` before and after each.
  init(
    _ design: CalibrationDesign, folds: GroupFolds, views: [[CalibrationCandidate]],
    verdictPrior: Double = CalibrationOptions().verdictPrior, progress: (Int) -> Void = { _ in }
  ) {
    self.design = design
    self.folds = folds
    self.verdictPrior = verdictPrior
    var order: [Int] = []
    var stretches: [Range<Int>] = []
    for fold in 0..<folds.count {
      let start = order.count
      order += folds.foldOfItem.indices.filter { folds.foldOfItem[$0] == fold }
      stretches.append(start..<order.count)
    }
    self.order = order
    self.stretches = stretches
    for (number, view) in views.enumerated() {
      progress(number)
      fit(view)
    }
    progress(views.count)
  }

  private mutating func fit(_ view: [CalibrationCandidate]) {
    guard let columns = view.first?.columns else { return }
    let width = columns.count
    var block = [Double](repeating: 0, count: order.count * width)
    for (r, item) in order.enumerated() {
      let row = item * design.columns
      for (c, column) in columns.enumerated() { block[r * width + c] = design.rows[row + column] }
    }
    let labels = order.map { design.labels[$0] }
    block.withUnsafeBufferPointer { block in
      labels.withUnsafeBufferPointer { labels in
        guard let block = block.baseAddress, let labels = labels.baseAddress else { return }
        let grams = stretches.map { stretch in
          var gram = [Double](repeating: 0, count: width * width)
          gram.withUnsafeMutableBufferPointer { gram in
            guard let gram = gram.baseAddress else { return }
            DenseKernels.addGram(
              of: block + stretch.lowerBound * width, count: stretch.count, columns: width,
              to: gram)
          }
          return gram
        }
        for candidate in view { fit(candidate, block, labels, grams) }
      }
    }
  }

  private mutating func fit(
    _ candidate: CalibrationCandidate, _ block: DenseKernels.Numbers,
    _ labels: UnsafePointer<Int>, _ grams: [[Double]]
  ) {
    let model = RidgeSoftmax(
      classes: design.classes.count, penalty: candidate.penalties,
      verdictColumns: design.verdictColumns, verdictPrior: verdictPrior)
    func coefficients(without left: Set<Int>, from start: [Double]?) -> [Double] {
      let used = stretches.indices.filter { !left.contains($0) }
      var gram = [Double](repeating: 0, count: candidate.columns.count * candidate.columns.count)
      for fold in used {
        grams[fold].withUnsafeBufferPointer { source in
          gram.withUnsafeMutableBufferPointer { target in
            guard let source = source.baseAddress, let target = target.baseAddress else { return }
            DenseKernels.add(source, times: 1, to: target, grams[fold].count)
          }
        }
      }
      return model.fit(
        RidgeSoftmax.Rows(design: block, labels: labels, stretches: used.map { stretches[$0] }),
        factor: model.factor(gram: gram), start: start, tolerance: 2e-3, limit: 60)
    }
    func score(_ weights: [Double], fold: Int, each: (Int, [Double], Double) -> Void) {
      for r in stretches[fold] {
        let logits = model.logits(block + r * candidate.columns.count, weights)
        let probability = CalibrationModel.softmax(logits)[labels[r]]
        each(order[r], logits, PortableMath.log(max(probability, 1e-300)))
      }
    }

    var inner = [Double](repeating: 0, count: stretches.count)
    // A fit without k may start where one without k and another fold ended: it saw less, not more.
    var starts = [[Double]?](repeating: nil, count: stretches.count)
    for k in stretches.indices {
      for j in stretches.indices where j > k && stretches.count > 2 {
        let weights = coefficients(without: [k, j], from: nil)
        if starts[k] == nil { starts[k] = weights }
        if starts[j] == nil { starts[j] = weights }
        score(weights, fold: j) { _, _, value in inner[k] += value }
        score(weights, fold: k) { _, _, value in inner[j] += value }
      }
    }
    var logits = [[Double]](repeating: [], count: order.count)
    var heldOut = [Double](repeating: 0, count: order.count)
    for k in stretches.indices {
      score(coefficients(without: [k], from: starts[k]), fold: k) { item, values, value in
        logits[item] = values
        heldOut[item] = value
      }
    }
    self.logits.append(logits)
    self.heldOut.append(heldOut)
    self.inner.append(inner)
  }
}
