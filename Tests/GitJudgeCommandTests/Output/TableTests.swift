import Testing

@testable import git_judge

@Suite("Tables on a terminal")
struct TableTests {
  @Test(
    "The widest columns become narrower until a line fits, none less than 8 characters wide",
    arguments: [
      ([4, 6], 80, [4, 6]), ([10, 40, 40], 64, [10, 25, 25]), ([10, 60, 20], 64, [10, 30, 20]),
      ([35, 48, 48], 80, [25, 26, 25]), ([9, 9, 9], 10, [8, 8, 8]), ([], 10, []),
    ] as [([Int], Int, [Int])])
  func fitted(widths: [Int], columns: Int, expected: [Int]) {
    let fitted = Table.fitted(widths, to: columns)
    let total = fitted.reduce(2 * max(0, widths.count - 1), +)
    #expect(total <= columns || fitted.allSatisfy { $0 <= 8 }, "\(fitted)")
    #expect(fitted.sorted() == expected.sorted(), "\(fitted)")
  }
}
