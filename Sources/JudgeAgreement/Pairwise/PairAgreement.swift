/// The agreement of two raters on the items that both rated.
public struct PairAgreement: Sendable, Equatable {
  /// The rater with the lower code.
  public let first: Int
  /// The rater with the higher code.
  public let second: Int
  /// The number of items both rated, at least 1.
  public let items: Int
  /// The share of these items on which they agree.
  public let agreement: Double
  /// Cohen's kappa, or nil if undefined.
  public let kappa: Double?
  /// Cohen's kappa with linear weights by label code, or nil if undefined.
  public let linearKappa: Double?
  /// Cohen's kappa with quadratic weights by label code, or nil if undefined.
  public let quadraticKappa: Double?
  /// The counts of each label of the first rater with each label of the second.
  public let confusion: ConfusionMatrix

  init(first: Int, second: Int, confusion: ConfusionMatrix) {
    self.first = first
    self.second = second
    self.confusion = confusion
    items = confusion.total
    agreement = confusion.accuracy ?? 0
    kappa = confusion.cohenKappa()
    linearKappa = confusion.cohenKappa(weights: .linear)
    quadraticKappa = confusion.cohenKappa(weights: .quadratic)
  }
}

extension RatingTable {
  /// Returns the agreement of every two raters who share at least one item, by their codes.
  ///
  /// Time O(co-rated pairs + pairs of raters · labels²).
  public func pairAgreements() -> [PairAgreement] {
    let cellCount = labelCount * labelCount
    var confusions: [ConfusionMatrix] = []
    var slots = [Int](repeating: -1, count: raterCount)
    var result: [PairAgreement] = []
    let own = ratingsByRater()
    for first in 0..<raterCount where cellCount > 0 {
      var partners: [Int] = []
      for rating in own[first] {
        for other in ratings(of: rating.item) where other.rater > first {
          if slots[other.rater] < 0 {
            slots[other.rater] = partners.count
            partners.append(other.rater)
            confusions.append(ConfusionMatrix(labelCount: labelCount))
          }
          confusions[slots[other.rater]].add(truth: rating.label, prediction: other.label)
        }
      }
      for second in partners.sorted() {
        result.append(
          PairAgreement(first: first, second: second, confusion: confusions[slots[second]]))
        slots[second] = -1
      }
      confusions.removeAll(keepingCapacity: true)
    }
    return result
  }

  /// Returns the confusion of two raters over the items that both rated.
  ///
  /// - Parameters:
  ///   - first: The rater of the rows.
  ///   - second: The rater of the columns.
  /// - Returns: The confusion matrix; empty if the raters share no items.
  public func confusion(between first: Int, and second: Int) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(labelCount: labelCount)
    for item in 0..<itemCount {
      let own = ratings(of: item)
      guard let row = own.first(where: { $0.rater == first }),
        let column = own.first(where: { $0.rater == second })
      else { continue }
      matrix.add(truth: row.label, prediction: column.label)
    }
    return matrix
  }

  func ratingsByRater() -> [[Rating]] {
    var result = [[Rating]](repeating: [], count: raterCount)
    for rating in ratings { result[rating.rater].append(rating) }
    return result
  }
}
