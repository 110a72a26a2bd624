/// Which schemas each model at each address can be asked to keep to: a pure value.
struct SchemaMemory: Hashable, Sendable {
  /// A model at an address, with a schema or without one for all schemas.
  private struct Place: Hashable {
    let endpoint: String
    let schema: String?
  }

  /// The number of times after which a vague refusal counts as one of the schema.
  private static let enough = 2

  private var off: Set<Place> = []
  private var proven: Set<Place> = []
  private var doubts: [Place: Int] = [:]

  /// Returns whether a request may have its schema.
  ///
  /// - Parameters:
  ///   - schema: the schema's hash.
  ///   - endpoint: the address and the model.
  /// - Returns: whether it may.
  func allows(_ schema: String, at endpoint: String) -> Bool {
    !off.contains(Place(endpoint: endpoint, schema: nil))
      && !off.contains(Place(endpoint: endpoint, schema: schema))
  }

  /// Returns whether a refused request is worth a try without its schema.
  ///
  /// If the model has kept to this schema before, a vague refusal has another cause.
  func isWorthATry(_ doubt: SchemaDoubt, without schema: String, at endpoint: String) -> Bool {
    doubt != .possible || !proven.contains(Place(endpoint: endpoint, schema: schema))
  }

  /// Records an answer to a request with its schema.
  mutating func keeps(to schema: String, at endpoint: String) {
    let place = Place(endpoint: endpoint, schema: schema)
    proven.insert(place)
    doubts[place] = nil
  }

  /// Records an answer to a request that was refused with its schema.
  mutating func answers(without schema: String, at endpoint: String, after doubt: SchemaDoubt) {
    let place = Place(endpoint: endpoint, schema: schema)
    switch doubt {
    case .unsupported: off.insert(Place(endpoint: endpoint, schema: nil))
    case .refused: off.insert(place)
    case .possible:
      doubts[place, default: 0] += 1
      if doubts[place, default: 0] >= Self.enough, !proven.contains(place) { off.insert(place) }
    }
  }
}
