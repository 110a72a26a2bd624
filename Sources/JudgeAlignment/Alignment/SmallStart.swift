import JudgeAgreement
import JudgeEvaluation
import JudgeJSON
import JudgeScoring

/// What few labels can decide, and in which folds they do.
///
/// Below ``labels`` training traces each of them decides. The frozen thirds are uneven, and small
/// ones teach nothing, so the groups are dealt anew into folds of equal size.
struct SmallStart {
  /// From so many training labels on, a validation third may decide alone.
  static let labels = 60
  /// Below so many training labels an incremental optimizer runs in ``cheapFolds``; with more, the
  /// frozen parts are its folds, which it learns from anyhow.
  static let cheap = 30
  /// The folds if an optimizer is cheap enough to run in each.
  static let cheapFolds = 5

  /// The number of folds of other optimizers, unless a budget is set, because the folds would share
  /// it.
  ///
  /// Each judge learns from two thirds of the labels. With two halves, a judge that can learn a
  /// rule from 35 labels often did not learn it from 17. Then only the other half could prove it.
  static let otherFolds = 3

  /// The number of folds in which an optimizer learns if labels are few.
  static func folds(_ optimizer: any AlignmentOptimizer, _ options: FitOptions) -> Int {
    if optimizer.isIncremental { return cheapFolds }
    let isBound = optimizer.settings["max_metric_calls"] != nil
    let isOld = options.rules < .foldLevels
    return isBound || isOld ? 2 : otherFolds
  }

  /// The number of labels of which about so many are not held out.
  static func inAll(_ training: Int) -> Int {
    let share = 1 - HeldOutSplit.testShare
    return max(1, Int((Double(training) / share).rounded(.up)))
  }

  /// The fewest groups that must get better, if none gets worse, for a proof at an error.
  ///
  /// The exact test halves its p with each of them: 5 at 5 %, 6 at 2.5 %.
  static func needed(level: Double) -> Int {
    var count = 1
    var p = 0.5
    while p > level {
      p /= 2
      count += 1
    }
    return count
  }

  /// The groups of the training part.
  let groups: Int
  /// The groups in which the base judge is wrong at least once.
  let wrongGroups: Int
  /// ``needed(level:)``.
  let needed: Int
  /// Whether a gain can only show in groups in which the base is wrong.
  let isExact: Bool

  /// Why nothing can be decided, whatever the optimizer finds, or `nil` if something can.
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

  /// About how many more labels of all kinds can decide.
  ///
  /// As if the base stayed wrong in the same share of cases. Two groups more than needed, because
  /// not all of them get better.
  var more: Int {
    let share =
      isExact ? Double(max(1, wrongGroups)) / Double(max(1, groups)) : 1
    let wanted = (Double(needed + 2) / share).rounded(.up)
    return Self.inAll(max(1, Int(min(wanted, 1e6)) - groups))
  }

  /// Deals the groups of some items into folds of about equal size.
  ///
  /// The order of the groups follows from the hash that also makes the frozen split, so that it is
  /// the same for every judge, seed and machine.
  ///
  /// - Parameters:
  ///   - items: the items.
  ///   - count: how many folds, at most as many as there are groups.
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
