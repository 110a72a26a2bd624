import JudgeScoring
import Testing

@Suite struct WordIndexTests {
  private let index = WordIndex([
    "Where is my order 5521?", "I want my money back", "The parcel never came: order 77",
  ])

  @Test func moreCommonWordsAreMoreSimilar() {
    let found = index.similarities(to: "where is order 12?")
    #expect(found[0] > found[2] && found[2] > found[1])
    #expect(found.allSatisfy { (0...1).contains($0) })
  }

  @Test func aTextIsMostSimilarToItself() {
    for (place, text) in ["Where is my order 5521?", "I want my money back"].enumerated() {
      let found = index.similarities(to: text)
      #expect(found.indices.max { found[$0] < found[$1] } == place)
      #expect(found[place] > 0.5)
    }
  }

  @Test func nothingInCommonIsZero() {
    #expect(index.similarities(to: "weather") == [0, 0, 0])
    #expect(index.similarities(to: "") == [0, 0, 0])
    #expect(WordIndex([]).similarities(to: "order").isEmpty)
  }

  @Test func aRareWordCountsMoreThanAFrequentOne() {
    let index = WordIndex(["order blue", "order red", "order green", "order blue sky"])
    let found = index.similarities(to: "order red")
    #expect(found[1] > found[0])
  }

  @Test func wordsAreLettersAndDigitsInLowerCase() {
    #expect(
      WordIndex.words(of: "Où est l’Ordre N°5, bitte?") == [
        "où", "est", "l", "ordre", "n", "5", "bitte",
      ])
  }
}
