package import JudgeJSON

/// How the values of a question are ordered, for figures that look at distances.
package struct ValueOrder: Equatable {
  /// Label codes from low to high; empty for no order.
  package let codes: [Int]
  /// Where each of ``codes`` stands: the number itself, else its rank.
  package let points: [Double]
  /// Whether a judge declared the order.
  package let isDeclared: Bool

  /// Orders values.
  ///
  /// - Parameters:
  ///   - values: the label of each code.
  ///   - ordered: the declared values from low to high; counts if it names all of them.
  ///   - isNumeric: whether a number type is declared: then numbers order themselves.
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
