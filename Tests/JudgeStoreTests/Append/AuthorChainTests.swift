import JudgeRecords
import JudgeTestSupport
import Testing

@testable import JudgeStore

/// Which appends of a group share a commit.
@Suite struct AuthorChainTests {
  private let ada = Person(name: "Ada", email: "ada@example.com")
  private let bob = Person(name: "Bob", email: "bob@example.com")

  @Test func oneAuthorNeedsOneCommit() {
    var chain = AuthorChain()
    #expect(chain.links.isEmpty)
    for append in 0..<3 { #expect(chain.add(append, by: ada) == 0) }
    #expect(chain.links.map(\.appends) == [[0, 1, 2]])
    #expect(chain.link(of: 1) == 0)
    #expect(chain.link(of: 3) == nil)
  }

  @Test func theOrderOfAppendsIsKept() {
    var chain = AuthorChain()
    for (append, author) in [ada, bob, bob, ada].enumerated() { _ = chain.add(append, by: author) }
    #expect(chain.links.map(\.author) == [ada, bob, ada])
    #expect(chain.links.map(\.appends) == [[0], [1, 2], [3]])
  }

  /// An append without anything new needs no commit and separates nobody's.
  @Test func whatIsLeftOutSeparatesNothing() {
    var chain = AuthorChain()
    _ = chain.add(0, by: ada)
    _ = chain.add(2, by: ada)
    #expect(chain.links.map(\.appends) == [[0, 2]])
    #expect(chain.link(of: 1) == nil)
  }

  /// The same address under another name is another author of a commit.
  @Test func aNameIsPartOfAnAuthor() {
    var chain = AuthorChain()
    _ = chain.add(0, by: ada)
    _ = chain.add(1, by: Person(name: "A. L.", email: ada.email))
    #expect(chain.links.count == 2)
  }

  @Test func everyAppendIsInOneCommitOfItsAuthor() {
    var random = SeededGenerator()
    for _ in 0..<PropertyRuns.count(200) {
      let authors = (0..<random.below(12)).map { _ in [ada, bob][random.below(2)] }
      var chain = AuthorChain()
      for (append, author) in authors.enumerated() { _ = chain.add(append, by: author) }
      #expect(chain.links.flatMap(\.appends) == Array(authors.indices), "seed \(random.seed)")
      for (number, link) in chain.links.enumerated() {
        for append in link.appends {
          #expect(authors[append] == link.author && chain.link(of: append) == number)
        }
      }
      let runs = zip(authors, authors.dropFirst()).count { $0 != $1 } + (authors.isEmpty ? 0 : 1)
      #expect(chain.links.count == runs, "seed \(random.seed)")
    }
  }
}
