import JudgeJSON
import JudgeRecords
import Testing

@testable import GitJudge

/// Of which guideline version a label is, and which version a person means.
@Suite struct GuidelineVersionsTests {
  private static let current = LabelGuideline(text: "New.", values: ["yes", "no"])
  private static let older = LabelGuideline(text: "Old.", values: ["yes", "no"])
  private static let rubrics = [ContentID(hashing: [1]): "Old.", ContentID(hashing: [2]): "New."]
  private let versions = GuidelineVersions(current: current, rubrics: rubrics)

  private func label(_ metadata: JSONObject) -> Assessment {
    var label = Assessment(
      traceID: "t", name: "tone", source: .human("ann"), content: .feedback("yes"))
    label.metadata = metadata
    return label
  }

  @Test func aLabelIsOfTheVersionThatItNames() {
    let named = label([
      "guideline": .string(Self.older.hash.hex), "rubric": .string(ContentID(hashing: [2]).hex),
    ])
    #expect(versions.version(of: named) == Self.older.hash && versions.isOlder(named))
    #expect(versions.version(of: label([:])) == nil && !versions.isOlder(label([:])))
  }

  @Test func aLabelOfAnEarlierProgramNamesOnlyTheRubric() {
    let new = label(["rubric": .string(ContentID(hashing: [2]).hex)])
    let old = label(["rubric": .string(ContentID(hashing: [1]).hex)])
    #expect(versions.version(of: new) == Self.current.hash && !versions.isOlder(new))
    #expect(versions.version(of: old) == Self.older.hash && versions.isOlder(old))
    // A rubric that is not here is a version of its own.
    let hidden = ContentID(hashing: [9])
    #expect(versions.version(of: label(["rubric": .string(hidden.hex)])) == hidden)
  }

  @Test func theSameLabelAgainConfirmsItForANewGuideline() {
    #expect(!versions.holds(label([:])))
    #expect(!versions.holds(label(["guideline": .string(Self.older.hash.hex)])))
    #expect(versions.holds(label(["guideline": .string(Self.current.hash.hex)])))
    // Without a text there is nothing to confirm.
    #expect(GuidelineVersions(current: LabelGuideline(text: "")).holds(label([:])))
  }

  @Test func aVersionIsChosenByWordOrDigits() throws {
    let counts: [ContentID?: Int] = [Self.current.hash: 3, Self.older.hash: 2, nil: 1]
    func choose(_ text: String) throws -> GuidelineChoice {
      try GuidelineChoice(text, of: "tone", versions, counts: counts)
    }
    #expect(try choose("current") == .version(Self.current.hash))
    #expect(try choose("unknown") == .unknown)
    #expect(try choose(Self.older.hash.prefix(6).uppercased()) == .version(Self.older.hash))
    for bad in ["", "abc", "newest", "0000", Self.older.hash.hex + "0"] {
      let error = #expect(throws: JudgeFailure.self) { try choose(bad) }
      #expect(error?.code == .notFound, "\(bad)")
      for known in ["\(Self.current.hash.prefix(12)) (current): 3 labels", "unknown: 1 label"] {
        #expect(error?.description.contains(known) == true, "\(bad): \(error?.description ?? "")")
      }
    }
  }

  @Test func aVersionWithoutLabelsIsNoChoice() {
    let error = #expect(throws: JudgeFailure.self) {
      try GuidelineChoice("current", of: "tone", versions, counts: [Self.older.hash: 2])
    }
    #expect(error?.message.contains("nobody has labelled tone") == true)
    #expect(error?.description.contains(Self.older.hash.prefix(12)) == true)
  }
}
