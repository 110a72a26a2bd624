/// The items of a page with several questions, in order.
public enum PageQueue {
  /// Unites the queues of several questions.
  ///
  /// All questions on a trace follow each other. A trace has the best of its places in the queues.
  /// Second labels come after all first ones.
  ///
  /// - Parameter queues: the questions in order, each with its items in order.
  /// - Returns: the items, each with its question.
  public static func items(
    of queues: [(question: String, items: [LabelItem])]
  ) -> [LabelItem] {
    items(of: queues) { $0.repeatIndex == nil } + items(of: queues) { $0.repeatIndex != nil }
  }

  private static func items(
    of queues: [(question: String, items: [LabelItem])], where isWanted: (LabelItem) -> Bool
  ) -> [LabelItem] {
    var places: [String: (place: Int, queue: Int)] = [:]
    var found: [String: [LabelItem]] = [:]
    for (number, queue) in queues.enumerated() {
      for (place, item) in queue.items.filter(isWanted).enumerated() {
        let best = places[item.traceID] ?? (place, number)
        places[item.traceID] = (place, number) < best ? (place, number) : best
        found[item.traceID, default: []].append(
          LabelItem(
            traceID: item.traceID, question: queue.question, batch: item.batch,
            repeatIndex: item.repeatIndex))
      }
    }
    return places.sorted { $0.value < $1.value }.flatMap { found[$0.key] ?? [] }
  }
}
