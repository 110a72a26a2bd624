import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeScoring

/// The decisions that few labels allow, and the folds for them.
///
/// Below ``labels`` training traces, all of them decide. The frozen thirds are uneven, and small
/// ones teach nothing, so the groups are dealt anew into folds of equal size.
struct SmallStart {
  /// The number of training labels from which a validation third may decide alone.
  static let labels = 60
  /// The number of training labels below which an incremental optimizer uses ``cheapFolds``; with
  /// more labels, its folds are the frozen parts, from which it learns anyway.
  static let cheap = 30
  /// The number of folds for an optimizer that is cheap enough to run in each.
  static let cheapFolds = 5

  /// The number of folds of other optimizers, unless a budget is set, because the folds would share
  /// it.
  ///
  /// Each judge learns from two thirds of the labels. With two halves, a judge that can learn a
  /// rule from 35 labels often did not learn it from 17. Then only the other half could prove it.
  static let otherFolds = 3

  /// Returns the number of folds in which an optimizer learns if there are few labels.
  static func folds(_ optimizer: any AlignmentOptimizer, _ options: FitOptions) -> Int {
    if optimizer.isIncremental { return cheapFolds }
    let isBound = optimizer.settings["max_metric_calls"] != nil
    let isOld = options.rules < .foldLevels
    return isBound || isOld ? 2 : otherFolds
  }

  /// Returns the total number of labels that gives about this many training labels.
  static func inAll(_ training: Int) -> Int {
    let share = 1 - HeldOutSplit.testShare
    return max(1, Int((Double(training) / share).rounded(.up)))
  }

  /// Returns the minimum number of groups that must get better, if none gets worse, for a proof at
  /// an error.
  ///
  /// Each of them halves the exact test's p: 5 groups at 5 %, 6 at 2.5 %.
  static func needed(level: Double) -> Int {
    var count = 1
    var p = 0.5
    while p > level {
      p /= 2
      count += 1
    }
    return count
  }

  /// The number of groups of the training part.
  let groups: Int
  /// The number of groups in which the base judge is wrong at least once.
  let wrongGroups: Int
  /// The number of groups that must get better; see ``needed(level:)``.
  let needed: Int
  /// Whether only groups in which the base is wrong can show a gain.
  let isExact: Bool

  /// The reason why nothing can be decided with any optimizer, or `nil` if something can.
  var undecided: String? {
    if groups < needed {
      return "\(groups) separate cases are labelled for training, and a proof takes at least "
        + "\(needed)"
    }
    if isExact, wrongGroups < needed {
      return "the base judge is wrong in \(wrongGroups) of \(groups) training cases, and a proof "
        + "takes at least \(needed) that get better"
    }
    return nil
  }

  /// The approximate number of additional labels of all kinds that can decide.
  ///
  /// It assumes that the base stays wrong in the same share of cases. Two more groups than needed
  /// are counted, because not all of them get better.
  var more: Int {
    let share =
      isExact ? Double(max(1, wrongGroups)) / Double(max(1, groups)) : 1
    let wanted = (Double(needed + 2) / share).rounded(.up)
    return Self.inAll(max(1, Int(min(wanted, 1e6)) - groups))
  }

  /// Deals the groups of some items into folds of about equal size.
  ///
  /// The order of the groups follows from the hash that also makes the frozen split, so it is the
  /// same for every judge, seed and machine.
  ///
  /// - Parameters:
  ///   - items: the items.
  ///   - count: the number of folds, at most the number of groups.
  ///   - feedbackName: the name of the human labels.
  /// - Returns: the folds. Each has at least one item.
  static func deal(
    _ items: [AlignmentData.Item], into count: Int, feedbackName: String
  ) -> [[AlignmentData.Item]] {
    var sizes: [String: Int] = [:]
    for item in items { sizes[item.example.group, default: 0] += 1 }
    let order = sizes.keys.sorted {
      HeldOutSplit.order(ofGroup: $0, feedbackName: feedbackName)
        < HeldOutSplit.order(ofGroup: $1, feedbackName: feedbackName)
    }
    let count = max(1, min(count, order.count))
    var load = [Int](repeating: 0, count: count)
    var fold: [String: Int] = [:]
    for group in order {
      let lightest = load.indices.min { (load[$0], $0) < (load[$1], $1) } ?? 0
      fold[group] = lightest
      load[lightest] += sizes[group] ?? 0
    }
    return load.indices.map { place in items.filter { fold[$0.example.group] == place } }
      .filter { !$0.isEmpty }
  }
}
