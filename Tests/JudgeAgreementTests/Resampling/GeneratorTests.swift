import JudgeAgreement
import Testing

@Suite("Seeded generators")
struct GeneratorTests {
  /// The published outputs of SplitMix64 for seed 1234567; those of xoshiro256** seeded from 42 by
  /// SplitMix64 were computed in Python from the published algorithm.
  @Test func outputs() {
    var mixer = SplitMix64(seed: 1_234_567)
    let mixed = (0..<5).map { _ in mixer.next() }
    #expect(
      mixed == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
    var generator = Xoshiro256(seed: 42)
    let words = (0..<4).map { _ in generator.next() }
    #expect(
      words == [
        1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009,
        17_057_574_109_182_124_193,
      ])
  }

  @Test func draws() {
    var generator = Xoshiro256(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.index(below: 7)] += 1 }
    // Six standard deviations of a binomial count.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 560 }, "\(counts)")
    #expect(generator.index(below: 0) == 0)
    #expect(generator.index(below: 1) == 0)
    #expect((0..<1_000).allSatisfy { _ in (0..<1).contains(generator.unit()) })
    #expect(generator.permutation(of: 50).sorted() == Array(0..<50))
  }
}
