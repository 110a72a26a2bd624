import JudgeRecords

/// The commits for appends that are written together, in the order of the appends.
///
/// Writers of one process share a pack, but a commit has only one author. Consecutive appends of
/// the same author share a commit.
struct AuthorChain: Hashable, Sendable {
  /// One commit.
  struct Link: Hashable, Sendable {
    /// The author.
    let author: Person
    /// The appends whose records the commit holds, by their numbers in the group.
    fileprivate(set) var appends: [Int]
  }

  /// The commits: the first one is based on the tip, each other one on the commit before it.
  private(set) var links: [Link] = []
  private var linkOfAppend: [Int: Int] = [:]

  /// Adds an append with new content.
  ///
  /// Appends without new content are not added: they do not need a commit, and they do not separate
  /// the appends of one author.
  ///
  /// - Parameters:
  ///   - append: its number in the group.
  ///   - author: its author.
  /// - Returns: the number of the commit.
  mutating func add(_ append: Int, by author: Person) -> Int {
    if links.last?.author == author {
      links[links.count - 1].appends.append(append)
    } else {
      links.append(Link(author: author, appends: [append]))
    }
    linkOfAppend[append] = links.count - 1
    return links.count - 1
  }

  /// The number of the commit that holds what an append added, or `nil` if it added nothing.
  func link(of append: Int) -> Int? { linkOfAppend[append] }
}
