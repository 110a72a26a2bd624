package import JudgeJSON

/// The order of the values of a question, for figures that depend on distances.
package struct ValueOrder: Equatable {
  /// The label codes from low to high; empty if there is no order.
  package let codes: [Int]
  /// The position of each of ``codes``: the number itself, otherwise its rank.
  package let points: [Double]
  /// Whether a judge declared the order.
  package let isDeclared: Bool

  /// Creates the order of values.
  ///
  /// - Parameters:
  ///   - values: the label of each code.
  ///   - ordered: the declared values from low to high; used if it names all values.
  ///   - isNumeric: whether a number type is declared, so that numbers have their own order.
  package init(_ values: [JSONValue], ordered: [JSONValue], isNumeric: Bool) {
    let known = LabelledSet.codes(values)
    let declared = ordered.compactMap { known[$0] }
    let numbers = isNumeric ? values.compactMap(\.doubleValue) : []
    let areNumbers = !values.isEmpty && numbers.count == values.count
    isDeclared = !declared.isEmpty && declared.count == values.count
    if isDeclared {
      codes = declared
    } else if areNumbers {
      codes = values.indices.sorted { numbers[$0] < numbers[$1] }
    } else {
      codes = []
    }
    points = areNumbers ? codes.map { numbers[$0] } : codes.indices.map { Double($0) }
  }
}
