import JudgeJSON
import JudgeTestSupport
import Testing

@testable import JudgeScoring

@Suite("Texts that are nearly the same")
struct ShinglesTests {
  private static let text =
    "We are sorry for the trouble. The parcel left our depot on Monday and will reach you soon."

  private func shingles(_ ticket: String, _ text: String = text) -> Shingles? {
    Shingles(inputs: .string(ticket), outputs: .string(text))
  }

  @Test("Another number, case and punctuation leave a text nearly the same")
  func near() throws {
    let one = try #require(shingles("Ticket 4711"))
    let other = try #require(shingles("ticket 12", Self.text.uppercased()))
    #expect(one.similarity(to: one) == 1)
    #expect(one.similarity(to: other) >= Shingles.threshold)
    let different = try #require(
      shingles("Ticket 4711", "Please open the settings page, sign out once and restart it."))
    #expect(one.similarity(to: different) < 0.3)
  }

  @Test("Short texts are never compared")
  func short() {
    #expect(shingles("Ticket 1", "An answer.") == nil)
    #expect(shingles("one two three four five", "six seven eight nine ten") != nil)
  }

  @Test("Pairs above the threshold are found, as a search through all pairs finds them")
  func search() {
    let seed: UInt64 = 20_261_130
    var random = SeededGenerator(seed: seed)
    let texts = (0..<60).map { _ in (0..<30).map { _ in "w\(random.below(400))" } }
    var changed = texts
    for place in changed.indices {
      for _ in 0..<random.below(8) { changed[place][random.below(30)] = "x\(random.below(400))" }
    }
    func made(_ words: [String]) -> Shingles? {
      Shingles(inputs: .null, outputs: .string(words.joined(separator: " ")))
    }
    let (one, other) = (texts.map(made), changed.map(made))
    let wanted = one.indices.filter { place in
      other.contains { candidate in
        guard let left = one[place], let right = candidate else { return false }
        return left.similarity(to: right) >= Shingles.threshold
      }
    }
    #expect(Shingles.nearDuplicates(among: one, of: other) == wanted, "seed \(seed)")
    #expect(wanted.count > 10 && wanted.count < 60)
  }
}
