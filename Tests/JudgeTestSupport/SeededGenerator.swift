import Foundation

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): the same
/// seed gives the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator {
  /// The seed, for a test that fails to print.
  public let seed: UInt64
  private var state: UInt64

  /// Starts from a seed.
  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// Starts from `GIT_JUDGE_SEED`, else from any seed.
  public init() {
    let given = ProcessInfo.processInfo.environment["GIT_JUDGE_SEED"].flatMap { UInt64($0) }
    self.init(seed: given ?? UInt64.random(in: .min ... .max))
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, but not including, `bound`.
  public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// `true` once in `count` times.
  public mutating func once(in count: Int) -> Bool { below(count) == 0 }

  /// One of these.
  public mutating func pick<Element>(_ first: Element, _ others: Element...) -> Element {
    let index = below(others.count + 1)
    return index == 0 ? first : others[index - 1]
  }

  /// One of a list that is not empty.
  public mutating func one<Element>(of list: [Element]) -> Element { list[below(list.count)] }

  /// One of a list, `nil` of an empty one.
  public mutating func element<Element>(of list: [Element]) -> Element? {
    list.randomElement(using: &self)
  }
}
