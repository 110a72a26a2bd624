package import JudgeJSON
package import JudgeModels
import JudgeRecords
package import JudgeWork
import Synchronization

/// The similarity of cases to a judge's examples, by words or by an embedding model's vectors.
///
/// Inputs and outputs are compared together: the same question with another answer is another case.
package final class CaseSimilarity: Sendable {
  private let texts: [String]
  private let words: WordIndex?
  private let model: (any EmbeddingModel)?
  private let dimensions: Int?
  /// Unit vectors by text.
  private let vectors = Mutex<[String: [Double]]>([:])

  /// Creates a comparison.
  ///
  /// - Parameters:
  ///   - texts: the examples' texts.
  ///   - model: the model of the vectors; `nil` compares words.
  ///   - dimensions: the number of components of each vector to compare; models trained for it,
  ///     such as OpenAI's third generation, lose little by a small number.
  package init(_ texts: [String], model: (any EmbeddingModel)?, dimensions: Int? = nil) {
    self.dimensions = dimensions
    self.texts = texts
    self.model = model
    words = model == nil ? WordIndex(texts) : nil
  }

  /// Returns the text to compare of a case: all text in its inputs and outputs.
  package static func text(inputs: JSONValue, outputs: JSONValue) -> String {
    (CaseText.leaves(of: inputs) + CaseText.leaves(of: outputs)).joined(separator: "\n")
  }

  /// Gets the vectors of all examples and of further texts, in as few calls as possible.
  ///
  /// - Parameter more: texts that will be compared soon.
  /// - Throws: `JudgeFailure` of the embedding model.
  package func prepare(_ more: [String]) async throws(JudgeFailure) {
    guard let model else { return }
    let known = vectors.withLock { Set($0.keys) }
    var seen = known
    let missing = (texts + more).filter { seen.insert($0).inserted }
    guard !missing.isEmpty else { return }
    let found = try await model.embed(missing)
    guard found.count == missing.count, let length = found.first?.count, length > 0,
      found.allSatisfy({ $0.count == length })
    else {
      throw JudgeFailure(.failed, "\(model.uri) gave no vector for some texts")
    }
    vectors.withLock { vectors in
      for (text, vector) in zip(missing, found) {
        vectors[text] = Self.unit(dimensions.map { Array(vector.prefix($0)) } ?? vector)
      }
    }
  }

  /// Returns the similarity of each example to a text.
  ///
  /// - Parameter text: the case's text.
  /// - Returns: one number per example, up to 1.
  /// - Throws: `JudgeFailure` of the embedding model.
  package func similarities(to text: String) async throws(JudgeFailure) -> [Double] {
    if let words { return words.similarities(to: text) }
    try await prepare([text])
    return vectors.withLock { vectors in
      guard let query = vectors[text] else { return texts.map { _ in 0 } }
      return texts.map { example in
        guard let vector = vectors[example] else { return 0 }
        return zip(query, vector).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
