public import JudgeWork

/// The comparison of a judge with one label per item, with counts of all items left out.
public struct JudgeComparison: Sendable, Equatable {
  /// The confusion matrix over the items that have both: rows are the consensus, columns the
  /// verdict.
  public let confusion: ConfusionMatrix
  /// The items in ``confusion``, ascending.
  public let items: [Int]
  /// The number of items with a valid verdict and a tie among people.
  public let ties: Int
  /// The number of items with a valid verdict and without a human label.
  public let unlabelled: Int
  /// The number of items on which the judge failed.
  public let errors: Int
  /// The number of items without a verdict.
  public let missing: Int
  /// The number of failures on items with a label, by the code of the label.
  public let failures: [Int]

  /// The number of items compared.
  public var count: Int { items.count }
  /// The share of correct verdicts of compared items, or nil without items.
  public var accuracy: Double? { confusion.accuracy }
  /// Cohen's kappa, or nil if undefined.
  public var cohenKappa: Double? { confusion.cohenKappa() }
  /// Macro F1 over the labels present in consensus or verdicts, or nil without items.
  public var macroF1: Double? { confusion.macroF1 }

  /// The number of labelled items that the judge was asked about, failures included.
  public var askedCount: Int { count + failures.reduce(0, +) }
  /// The share of correct verdicts of ``askedCount`` items, with failures as wrong verdicts, or nil
  /// without items.
  public var askedAccuracy: Double? { asked.accuracy }
  /// Cohen's kappa with failures as a separate label, or nil if undefined.
  public var askedKappa: Double? { asked.cohenKappa() }
  /// Macro F1 over the labels, with failures as misses, or nil without items.
  public var askedMacroF1: Double? {
    let scores = (0..<confusion.labelCount).compactMap(asked.f1(of:))
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// The confusion with an additional label for failures.
  private var asked: ConfusionMatrix {
    let labels = confusion.labelCount
    var all = ConfusionMatrix(labelCount: labels + 1)
    for truth in 0..<labels {
      for said in 0..<labels {
        all.add(truth: truth, prediction: said, times: confusion[truth: truth, prediction: said])
      }
      all.add(truth: truth, prediction: labels, times: failures[truth])
    }
    return all
  }

  /// Compares verdicts with a consensus.
  ///
  /// - Parameters:
  ///   - consensus: One entry per item.
  ///   - verdicts: One entry per item.
  /// - Throws: `lengthMismatch`, or `outOfRange` for a verdict outside the labels.
  public init(consensus: Consensus, verdicts: [JudgedLabel]) throws(JudgeFailure) {
    try self.init(
      truth: consensus.labels, tied: consensus.tied.map { !$0.isEmpty }, verdicts: verdicts,
      labelCount: consensus.labelCount)
  }

  /// Compares verdicts with one person's labels, or any other labels.
  ///
  /// - Parameters:
  ///   - truth: A label code per item, or nil for items without a label.
  ///   - verdicts: One entry per item.
  ///   - labelCount: The number of label codes.
  /// - Throws: `lengthMismatch`, or `outOfRange` for a code outside the labels.
  public init(truth: [Int?], verdicts: [JudgedLabel], labelCount: Int) throws(JudgeFailure) {
    try self.init(
      truth: truth, tied: Array(repeating: false, count: truth.count), verdicts: verdicts,
      labelCount: labelCount)
  }

  private init(
    truth: [Int?], tied: [Bool], verdicts: [JudgedLabel], labelCount: Int
  ) throws(JudgeFailure) {
    guard truth.count == verdicts.count else {
      throw .lengths("the truth", truth.count, "the verdicts", verdicts.count)
    }
    var confusion = ConfusionMatrix(labelCount: labelCount)
    var items: [Int] = []
    var ties = 0
    var unlabelled = 0
    var errors = 0
    var failures = [Int](repeating: 0, count: max(0, labelCount))
    var missing = 0
    for (item, verdict) in verdicts.enumerated() {
      switch verdict {
      case .error:
        errors += 1
        if let expected = truth[item] {
          guard (0..<labelCount).contains(expected) else {
            throw .label(expected, labelCount: labelCount)
          }
          failures[expected] += 1
        }
      case .missing: missing += 1
      case .label(let label):
        guard (0..<labelCount).contains(label) else { throw .label(label, labelCount: labelCount) }
        if let expected = truth[item] {
          guard (0..<labelCount).contains(expected) else {
            throw .label(expected, labelCount: labelCount)
          }
          confusion.add(truth: expected, prediction: label)
          items.append(item)
        } else if tied[item] {
          ties += 1
        } else {
          unlabelled += 1
        }
      }
    }
    self.confusion = confusion
    self.items = items
    self.ties = ties
    self.unlabelled = unlabelled
    self.errors = errors
    self.missing = missing
    self.failures = failures
  }
}
