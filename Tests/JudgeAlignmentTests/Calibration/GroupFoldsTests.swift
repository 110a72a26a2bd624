import JudgeAgreement
import JudgeTestSupport
import Testing

@testable import JudgeAlignment

@Suite struct GroupFoldsTests {
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func aGroupNeverStraddlesFolds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let groupCount = 1 + generator.below(30)
      let names = (0..<(1 + generator.below(120))).map { _ in "g\(generator.below(groupCount))" }
      let (groups, count) = GroupFolds.number(names)
      var xoshiro = Xoshiro256(seed: generator.next())
      let folds = GroupFolds(groups: groups, groupCount: count, folds: 5, using: &xoshiro)
      var foldOf: [String: Int] = [:]
      for (name, fold) in zip(names, folds.foldOfItem) {
        #expect(foldOf[name, default: fold] == fold, "seed \(seed)")
        foldOf[name] = fold
      }
      #expect(folds.count == min(5, count))
      #expect(Set(folds.foldOfItem).count == folds.count, "seed \(seed): an empty fold")
    }
  }

  @Test func foldsAreBalanced() {
    var xoshiro = Xoshiro256(seed: 1)
    let folds = GroupFolds(
      groups: Array(0..<103), groupCount: 103, folds: 5, using: &xoshiro)
    for fold in 0..<5 { #expect((20...21).contains(folds.foldOfItem.count { $0 == fold })) }
  }
}
