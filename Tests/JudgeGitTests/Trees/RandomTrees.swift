import JudgeGit
import JudgeTestSupport

/// Random sets of files whose names come from a small pool, so that folders are shared and sets
/// overlap; the content follows from the name, as for records.
struct RandomTrees {
  var generator: SeededGenerator

  /// Paths as in a store: some folders deep, some at the top, names around git's order of `/`.
  mutating func path() -> String {
    let letters = ["a", "b", "e", "f"]
    let depth = Int.random(in: 0...3, using: &generator)
    var parts: [String] = []
    for _ in 0..<depth { parts.append(pick(letters)) }
    let stem = "\(Int.random(in: 0..<40, using: &generator))"
    parts.append(pick(["", "x", "a.", "a-", "\u{e9}"]) + stem + pick([".json", "", ".a"]))
    return parts.joined(separator: "/")
  }

  mutating func pick<T>(_ values: [T]) -> T {
    values[Int.random(in: 0..<values.count, using: &generator)]
  }

  mutating func paths(_ count: Int) -> [String] {
    (0..<count).map { _ in path() }
  }

  mutating func count(_ limit: Int) -> Int { Int.random(in: 0...limit, using: &generator) }
}

/// The content of a path: the same for everybody.
func content(of path: String) -> String { "{\"path\":\"\(path)\"}" }
