import JudgeRecords
import Testing

/// A name means one experiment, whatever salted twins somebody pushes.
@Suite struct ExperimentTwinsTests {
  private let authority = Authority(owners: ["ann"])

  private func candidate(
    _ salt: String?, by authors: Set<Address>, at generation: Int, name: String = "support",
    isForeign: Bool = false, created: String? = nil
  ) throws -> ExperimentTwins.Candidate {
    let value = Experiment(name: created ?? name, salt: salt)
    return ExperimentTwins.Candidate(
      id: try value.record().id, value, name: name,
      Introduction(authors: authors, generation: generation, isForeign: isForeign))
  }

  @Test func theNameIsThatOfTheOneThatCameFirst() throws {
    let real = try candidate(nil, by: ["dana"], at: 7)
    // A commit on the root has the least generation, which anybody can make.
    let forged = try candidate("x", by: ["eve"], at: 1)
    let renamed = try candidate(nil, by: ["eve"], at: 1, created: "other")
    let other = try candidate("x", by: ["eve"], at: 1, name: "elsewhere")
    let twins = ExperimentTwins([forged, other, renamed, real], authority: authority).twins
    #expect(twins == [forged.id: real.id, renamed.id: real.id])
    // An owner's comes first, and no foreign history names an owner.
    let owned = try candidate("2", by: ["ann"], at: 9)
    let foreign = try candidate("3", by: ["ann"], at: 1, isForeign: true)
    let ranked = ExperimentTwins([real, forged, owned, foreign], authority: authority).twins
    #expect(ranked == [real.id: owned.id, forged.id: owned.id, foreign.id: owned.id])
  }

  @Test func whatNothingTellsApartIsForAPerson() throws {
    let pair = [try candidate("1", by: ["eve"], at: 3), try candidate("2", by: ["bob"], at: 3)]
    #expect(ExperimentTwins(pair, authority: authority).twins.isEmpty)
    let unknown = ["1", "2"].compactMap { salt in
      (try? Experiment(name: "a", salt: salt).record()).map {
        ExperimentTwins.Candidate(id: $0.id, Experiment(name: "a", salt: salt), name: "a", nil)
      }
    }
    #expect(ExperimentTwins(unknown, authority: .believing).twins.isEmpty)
  }
}
