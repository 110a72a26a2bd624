import JudgeEvaluation
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Who was measured on the held-out part") struct LooksTests {
  private struct Look: Hashable {
    let judge: ContentID
    let keys: Set<String>
  }

  private func judge(_ number: Int) -> ContentID { ContentID(hashing: [UInt8(number)]) }

  private func random(_ generator: inout SeededGenerator) -> [Look] {
    (0..<generator.below(12)).map { _ in
      Look(
        judge: judge(generator.below(5)),
        keys: Set((0..<generator.below(6)).map { _ in "g\(generator.below(8))" }))
    }
  }

  private func looks(_ list: [Look]) -> Looks {
    var looks = Looks()
    for look in list { looks.add(look.judge, on: look.keys) }
    return looks
  }

  @Test("A set: order, repetition and clones make no difference") func isASet() {
    var generator = SeededGenerator()
    for _ in 0..<PropertyRuns.count(200) {
      let (first, second) = (random(&generator), random(&generator))
      let all = looks(first + second)
      #expect(
        all == looks((second + first + first).shuffled(using: &generator)), "\(generator.seed)")
      // A look cut in pieces is the same look.
      let pieces = (first + second).flatMap { look in
        look.keys.map { Look(judge: look.judge, keys: [$0]) }
      }
      #expect(all == looks(pieces), "\(generator.seed)")
    }
  }

  @Test("k is the most distinct judges on any group, counted naively") func counts() {
    var generator = SeededGenerator()
    for _ in 0..<PropertyRuns.count(200) {
      let list = random(&generator)
      let keys = Set((0..<8).map { "g\($0)" }.filter { _ in generator.once(in: 2) })
      let naive = keys.map { key in
        Set(list.filter { $0.keys.contains(key) }.map(\.judge)).count
      }.max()
      #expect(looks(list).count(on: keys) == naive ?? 0, "\(generator.seed)")
      // Fewer groups never count more.
      let some = keys.filter { _ in generator.once(in: 2) }
      #expect(looks(list).count(on: some) <= looks(list).count(on: keys), "\(generator.seed)")
    }
  }

  @Test("More groups for the same judge cost nothing, and fresh groups lower k") func fresh() {
    var looks = Looks()
    for number in 0..<3 { looks.add(judge(number), on: ["a", "b"]) }
    #expect(looks.count(on: ["a", "b"]) == 3)
    #expect(looks.fresh(judge(0), of: ["a", "b", "c"]) == ["c"])
    looks.add(judge(0), on: ["c"])
    #expect(looks.count(on: ["a", "b", "c"]) == 3)
    #expect(looks.count(on: ["c"]) == 1)
    #expect(looks.count(on: ["new"]) == 0 && looks.count(on: []) == 0)
    #expect(looks.groups(of: judge(0)) == ["a", "b", "c"] && looks.groups(of: judge(9)).isEmpty)
  }

  @Test("An opening of an earlier version counts on every group") func openings() {
    var looks = Looks()
    looks.addOpening()
    looks.addOpening()
    looks.add(judge(1), on: ["a"])
    #expect(looks.count(on: ["a"]) == 3 && looks.count(on: ["other"]) == 2)
    #expect(looks.count(on: []) == 0)
  }

  @Test("The intervals of k judges hold together at 95 %") func confidence() {
    #expect(Looks.confidence(bestOf: 0) == 0.95 && Looks.confidence(bestOf: 1) == 0.95)
    #expect(abs(Looks.confidence(bestOf: 5) - 0.99) < 1e-12)
  }

  @Test(
    "The words for it",
    arguments: [
      (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
      (21, "21st"), (112, "112th"), (123, "123rd"),
    ])
  func words(judges: Int, ordinal: String) {
    let sentence = TestSetLook.sentence(judges: judges)
    #expect(sentence.hasPrefix("\(ordinal) judge measured on this test set"))
    #expect(sentence.contains("best of \(judges)") == (judges > 1))
  }

  @Test("Only held-out groups have a key, and it tells the part") func keys() {
    for number in 0..<500 {
      let group = "group \(number)"
      let key = HeldOutSplit.testKey(ofGroup: group, feedbackName: "tone")
      let part = HeldOutSplit.part(ofGroup: group, feedbackName: "tone")
      #expect((key != nil) == (part == .test))
      guard let key else { continue }
      #expect(key.utf8.count == 16)
      #expect(Double(UInt64(key, radix: 16) ?? .max) / 18_446_744_073_709_551_616 < 0.3)
      #expect(key != HeldOutSplit.testKey(ofGroup: group, feedbackName: "other"))
    }
  }
}
