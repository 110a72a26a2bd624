import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@Suite("Names of the judges of a run")
struct MeasuredJudgeTests {
  private func keys(_ bodies: [(JudgeBody, version: Int?)]) throws -> [String] {
    MeasuredJudge.named(
      try bodies.map { body, version in
        let hash = try body.record().id
        let label = version.map { "\(body.name)@v\($0)" } ?? hash.prefix(12)
        return (body, hash, body.name, label)
      }
    ).map(\.key)
  }

  @Test("A name of its own stands alone; several have words behind it, and no hashes")
  func distinct() throws {
    let builtIn = try #require(BuiltInCatalog.body(named: "safety"))
    let rules = GuidelinesBody.make("safety", ["Be kind."])
    var program = JudgeBody(name: "safety", instructions: "")
    program.form = .program
    let own = JudgeBody(name: "safety", instructions: "{{ outputs }}")
    #expect(try keys([(builtIn, nil)]) == ["safety"])
    #expect(
      try keys([(builtIn, nil), (rules, nil), (program, nil), (own, 2), (own, nil)]) == [
        "safety@builtin", "safety@guidelines", "safety@program", "safety@v2",
        "safety@unregistered",
      ])
    let other = GuidelinesBody.make("safety", ["Be brief."])
    #expect(
      try keys([(rules, nil), (other, nil)]) == ["safety@guidelines", "safety@guidelines#2"])
  }
}
