import Foundation
import JudgeTestSupport
import Testing

@testable import JudgeScoring

@Suite struct PortableMathTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func agreesWithTheLibrary(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let x = Double.random(in: -700...700, using: &generator)
      let power = Foundation.exp(x)
      #expect(
        (PortableMath.exp(x) - power).magnitude <= 4 * power.ulp, "seed \(seed), exp(\(x))")
      let y = Foundation.exp(Double.random(in: -300...300, using: &generator))
      let logarithm = Foundation.log(y)
      let allowed = max(4 * logarithm.ulp, 1e-16)
      #expect(
        (PortableMath.log(y) - logarithm).magnitude <= allowed, "seed \(seed), log(\(y))")
    }
  }

  @Test func endsOfTheRange() {
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.exp(-1e9) == 0)
    #expect(PortableMath.exp(1e9).isFinite)
    #expect(PortableMath.exp(.infinity).isFinite && PortableMath.exp(.nan) == 0)
    #expect(PortableMath.log(1) == 0)
    #expect(PortableMath.log(0) == -.infinity)
    #expect(PortableMath.log(-1) == -.infinity)
    #expect(PortableMath.log(.nan) == -.infinity)
  }
}
