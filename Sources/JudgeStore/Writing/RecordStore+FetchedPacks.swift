package import JudgeGit

extension RecordStore {
  /// Remembers the packs before a fetch.
  ///
  /// - Parameter reference: the remote-tracking branch that the fetch moves.
  /// - Returns: what ``adopt(_:of:)`` takes after it.
  package func packsBeforeFetch(of reference: String) -> FetchedPacks {
    FetchedPacks(repository, tip: (try? repository.resolve(reference)) ?? nil)
  }

  /// Lets the packs that a fetch left be folded with our own.
  ///
  /// A failure is not an error: packs that are not folded are only slower to read.
  package func adopt(_ packs: FetchedPacks, of reference: String) {
    try? repository.refreshObjects()
    guard let tip = (try? repository.resolve(reference)) ?? nil else { return }
    try? packs.adopt(upTo: tip)
  }
}
