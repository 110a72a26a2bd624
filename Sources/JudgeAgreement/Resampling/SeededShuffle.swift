extension Xoshiro256 {
  /// The numbers `0..<count` in a random order (Fisher–Yates), the same for the same seed.
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<max(count, 0))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, index(below: last + 1))
    }
    return order
  }
}
