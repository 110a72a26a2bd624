package import JudgeJSON

/// The settings with which a judge chooses the examples to show for each trace.
///
/// Only examples that name their trace are subject to choice; all others are always shown.
public struct Retrieval: Hashable, Sendable {
  /// The maximum number of examples, from 1.
  public var count: Int
  /// The embedding model's URI; `embedded:/bm25` compares words without calling a model.
  public var model: String
  /// The minimum similarity, 0 to 1, for showing an example.
  public var floor: Double
  /// The number of components of each vector to compare; `nil` for all of them.
  public var dimensions: Int?

  /// The URI of the model that compares words only.
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
