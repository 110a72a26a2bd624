/// Finds the pack that a fetch left, so that it is folded with our own.
///
/// Each fetch leaves a small pack. Without this they would gather for good, because packs of others
/// are never touched.
package struct FetchedPacks: Sendable {
  private let commonDirectory: String
  private let before: Set<String>
  private let old: ObjectID?

  /// Remembers the packs that exist before a fetch.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - tip: The tip of the branch before the fetch. Nil before the first fetch, whose pack is
  ///     left alone.
  package init(_ repository: borrowing Repository, tip: ObjectID?) {
    commonDirectory = repository.commonDirectory
    before = Self.names(commonDirectory)
    old = tip
  }

  /// Adds the fetched packs to the list of our packs.
  ///
  /// A pack that also holds the old tip is not an increment but a repack of everything. A pack of a
  /// partial clone must not be mixed with others.
  ///
  /// - Parameter tip: The tip of the branch after the fetch.
  /// - Throws: `io` if the list cannot be written.
  package func adopt(upTo tip: ObjectID) throws(GitError) {
    guard let old, tip != old else { return }
    let list = PackList(commonDirectory: commonDirectory)
    let known = Set(try list.entries().map(\.name))
    for name in Self.names(commonDirectory).subtracting(before).subtracting(known).sorted() {
      let stem = "\(commonDirectory)/objects/pack/\(name)"
      guard !SmallFile.exists(stem + ".promisor"), !SmallFile.exists(stem + ".keep"),
        let index = PackIndexFile(path: stem + ".idx", lookingFor: [tip, old]),
        index.found == [tip]
      else { continue }
      try list.append(PackList.Entry(name: name, sample: tip, objects: index.objectCount))
    }
  }

  private static func names(_ commonDirectory: String) -> Set<String> {
    let names = Folder.names(commonDirectory + "/objects/pack")
    return Set(
      names.filter { $0.hasPrefix("pack-") && $0.hasSuffix(".pack") }.map { String($0.dropLast(5)) }
    )
  }
}
