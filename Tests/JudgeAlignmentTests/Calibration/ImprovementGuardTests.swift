import Testing

@testable import JudgeAlignment

@Suite struct ImprovementGuardTests {
  private func bound(_ differences: [Double], _ groups: [Int]) -> Double {
    ImprovementGuard.lowerBound(
      differences: differences, groups: groups, groupCount: (groups.max() ?? 0) + 1,
      confidence: 0.95)
  }

  @Test func isStudentsIntervalWidenedWhereEachItemIsAGroup() {
    // Mean 0.4, s = 0.5164, n = 10: 0.4 − 1.2 × 1.8331 × 0.5164 / √10 = 0.0408.
    let differences: [Double] = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    #expect((bound(differences, Array(0..<10)) - 0.0408).magnitude < 1e-4)
    #expect(bound(differences.map { -$0 }, Array(0..<10)) < -0.4)
  }

  @Test func copiesDoNotNarrowIt() {
    let differences: [Double] = [1, 1, 1, 0, 0, 0, 0, -1]
    let once = bound(differences, Array(0..<8))
    let copies = differences.flatMap { [$0, $0, $0] }
    let thrice = bound(copies, (0..<24).map { $0 / 3 })
    #expect((once - thrice).magnitude < 1e-12)
    #expect(bound(copies, Array(0..<24)) > thrice)
  }

  @Test func tooFewGroupsCannotTell() {
    #expect(bound([1, 1, 1, 1], [0, 1, 2, 3]) == -1)
    #expect(bound([1, 1, 1, 1, 1], [0, 1, 2, 3, 4]) == 1)
    #expect(bound([], []) == -1)
  }
}
