import GitJudge
import Testing

@testable import JudgeServer

/// Searches for experiments and runs.
@Suite struct EntityFilterTests {
  private static let run: [EntityField: JSONValue] = [
    EntityField("metric", "acc"): 0.9, EntityField("param", "model"): "gpt",
    EntityField("attribute", "status"): "FINISHED", EntityField("tag", "a b"): "x'y",
  ]

  @Test(
    "Comparisons hold or not",
    arguments: [
      ("", true), ("metrics.acc > 0.8 and params.model = 'gpt'", true),
      ("metrics.acc > 0.95", false), ("status = 'FINISHED'", true),
      ("attributes.status != 'FINISHED'", false), ("params.model LIKE 'g%'", true),
      ("params.model LIKE 'G%'", false), ("params.model ILIKE 'G_T'", true),
      ("params.absent = 'x'", false), ("params.absent IS NULL", true),
      ("params.model IS NOT NULL", true), ("status IN ('FAILED', 'FINISHED')", true),
      ("status NOT IN ('FAILED')", true), ("tags.`a b` = \"x'y\"", true),
      ("tags.\"a b\" != 'z'", true), ("metrics.acc >= 0.9 AND metrics.acc <= 0.9", true),
    ])
  func holds(_ text: String, _ expected: Bool) throws {
    #expect(try EntityFilter(text).matches { Self.run[$0] } == expected, "\(text)")
  }

  @Test(
    "Text that is no filter is refused with 400",
    arguments: [
      "metrics.acc", "metrics.acc >", "acc = 'x' OR b = 'y'", "wrong.kind = 'x'", "a = 'x",
      "status == 'x'", "status = x", "a = 'x' AND", "status IN 'x'",
    ])
  func refused(_ text: String) {
    #expect(throws: ServerError.self) { try EntityFilter(text).matches { _ in "x" } }
  }

  @Test("LIKE with many wildcards ends soon")
  func wildcards() {
    let text = String(repeating: "a", count: 2000)
    #expect(!EntityFilter.isLike(text, String(repeating: "%a", count: 500) + "b"))
    #expect(EntityFilter.isLike(text, String(repeating: "%a", count: 500) + "%"))
    #expect(EntityFilter.isLike("", "%") && !EntityFilter.isLike("", "_"))
  }

  @Test("Items are sorted by several fields; those without a value come last")
  func sorted() throws {
    let items: [[String: JSONValue]] = [
      ["a": 1, "b": "x"], ["b": "y"], ["a": 2, "b": "z"], ["a": 2, "b": "a"],
    ]
    let orders = try EntityOrder.parse(["attribute.a DESC", "b"])
    let sorted = EntityOrder.sorted(items, by: orders) { $0[$1.key] }
    #expect(sorted.compactMap { $0["b"]?.stringValue } == ["a", "z", "x", "y"])
  }

  @Test("A page has a token only if something follows")
  func pages() throws {
    let first = try PageToken.page([1, 2, 3], limit: 2, token: nil)
    #expect(first.items == [1, 2] && first.next == "2")
    let last = try PageToken.page([1, 2, 3], limit: 2, token: first.next)
    #expect(last.items == [3] && last.next == nil)
    #expect(try PageToken.page([1, 2], limit: 2, token: "").next == nil)
    #expect(throws: ServerError.self) { try PageToken.page([1], limit: 1, token: "-1") }
  }
}
