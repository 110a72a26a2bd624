import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeBody {
  /// Returns the body with as many episodes as a record can hold, the longest left out first.
  ///
  /// - Parameter notes: receives a note with the number of episodes left out.
  /// - Returns: the body.
  func fitting(_ notes: inout [String]) -> JudgeBody {
    // A step is replayed with the same limit, so it does not follow the size of records.
    let limit = 900_000
    var sizes = examples.map { $0.canonicalText.utf8.count + 1 }
    var bytes = sizes.reduce(0, +)
    guard bytes > limit else { return self }
    var body = self
    var dropped = 0
    while bytes > limit, let longest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }) {
      bytes -= sizes[longest]
      sizes.remove(at: longest)
      body.examples.remove(at: longest)
      dropped += 1
    }
    notes.append(
      "\(dropped) long cases are not kept as examples: a judge has room for "
        + "\(limit / 1000) kB; their labels taught guidelines")
    return body
  }
}
