package import JudgeJSON

/// How a judge picks, for each trace, which of its examples it is shown.
///
/// Only examples that name their trace are picked from; others are always shown.
public struct Retrieval: Hashable, Sendable {
  /// How many examples at most, from 1.
  public var count: Int
  /// The embedding model's URI; `embedded:/bm25` compares words and calls nothing.
  public var model: String
  /// The least similarity, 0 to 1, at which an example is shown.
  public var floor: Double
  /// How many components of each vector are compared; all of them unless said.
  public var dimensions: Int?

  /// Words alone, five examples.
  public static let bm25 = "embedded:/bm25"

  /// Creates a retrieval.
  public init(
    count: Int = 5, model: String = bm25, floor: Double, dimensions: Int? = nil
  ) {
    self.dimensions = dimensions
    self.count = count
    self.model = model
    self.floor = floor
  }

  package init(_ reader: FieldReader) throws(RecordError) {
    count = try reader.int("k", from: 1)
    model = try reader.text("embedding_model")
    floor = try reader.optionalNumber("floor") ?? 0
    dimensions = try reader.optionalInt("embedding_dim", from: 1)
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "k": .number(Double(count)), "embedding_model": .string(model), "floor": .number(floor),
    ]
    object.put("embedding_dim", dimensions)
    return .object(object)
  }
}
