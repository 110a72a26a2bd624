import JudgeJSON
import JudgeModels
public import JudgeWork

/// The prices of models, in US dollars per million tokens.
///
/// A model that is not in the table has no price; its cost is unknown and never guessed.
public struct PriceTable: Hashable, Sendable {
  /// The price of one model.
  public struct Price: Hashable, Sendable {
    /// The price per million input tokens.
    public var input: Double
    /// The price per million output tokens.
    public var output: Double

    /// Creates a price.
    public init(input: Double, output: Double) {
      self.input = input
      self.output = output
    }
  }

  private var prices: [String: Price]

  /// List prices of some models in mid-2025, from their providers' price pages.
  ///
  /// They change; `judge.prices` overrides them.
  public static let listed = PriceTable([
    "openai:/gpt-4.1": Price(input: 2, output: 8),
    "openai:/gpt-4.1-mini": Price(input: 0.4, output: 1.6),
    "openai:/gpt-4.1-nano": Price(input: 0.1, output: 0.4),
    "openai:/gpt-4o": Price(input: 2.5, output: 10),
    "openai:/gpt-4o-mini": Price(input: 0.15, output: 0.6),
    "anthropic:/claude-opus-4-1-20250805": Price(input: 15, output: 75),
    "anthropic:/claude-sonnet-4-20250514": Price(input: 3, output: 15),
    "anthropic:/claude-3-5-haiku-20241022": Price(input: 0.8, output: 4),
  ])

  /// Returns this table, overridden by another one's prices.
  public func overridden(by other: PriceTable) -> PriceTable {
    PriceTable(prices.merging(other.prices) { _, new in new })
  }

  /// Creates a table by model URI.
  public init(_ prices: [String: Price] = [:]) { self.prices = prices }

  /// Parses a table, such as the file that git config `judge.prices` names.
  ///
  /// - Parameter bytes: `{"openai:/gpt-4.1-mini": {"input": 0.4, "output": 1.6}, …}`, in US
  ///   dollars per million tokens.
  /// - Throws: `JudgeFailure` that names the model with the error.
  public init(parsing bytes: [UInt8]) throws(JudgeFailure) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw JudgeFailure(.failed, "the price table is not JSON: \(error)")
    }
    guard let object = value.objectValue else {
      throw JudgeFailure(.failed, "the price table must be an object of models")
    }
    prices = [:]
    for member in object {
      guard let price = member.value.objectValue, let input = price["input"]?.doubleValue,
        let output = price["output"]?.doubleValue, input >= 0, output >= 0
      else {
        throw JudgeFailure(
          .failed, "the price of \(member.key) must be {\"input\": USD, \"output\": USD}",
          remedy: "prices are in US dollars per million tokens")
      }
      prices[member.key] = Price(input: input, output: output)
    }
  }

  /// Returns whether a model's price is listed.
  func knows(_ uri: ModelURI) -> Bool { prices[uri.description] != nil }

  /// Returns the cost of a call, or `nil` if the price or the tokens are unknown.
  func cost(of response: ChatResponse, uri: ModelURI) -> Double? {
    guard let input = response.inputTokens, let output = response.outputTokens else { return nil }
    return price(of: uri, snapshot: response.modelSnapshot).map {
      $0.cost(input: Double(input), output: Double(output))
    }
  }

  /// Returns the highest possible cost of a call with unknown tokens, or `nil` if the price is
  /// unknown.
  ///
  /// Tokenizers work on bytes, so a text has at most as many tokens as bytes. Hidden reasoning that
  /// the provider bills is not included.
  ///
  /// - Parameters:
  ///   - uri: the model.
  ///   - snapshot: the model that answered, as reported by the provider.
  ///   - sent: the number of bytes sent.
  ///   - received: the number of bytes received.
  /// - Returns: the cost in US dollars.
  func most(_ uri: ModelURI, snapshot: String?, sent: Int, received: Int) -> Double? {
    price(of: uri, snapshot: snapshot)?.cost(input: Double(sent), output: Double(received))
  }

  /// Returns about what the text of a request costs, or `nil` if the price is unknown.
  ///
  /// A token is about four bytes of English text. The answer is not included.
  func least(_ uri: ModelURI, sent: Int) -> Double? {
    price(of: uri, snapshot: nil)?.cost(input: Double(sent) / 4, output: 0)
  }

  private func price(of uri: ModelURI, snapshot: String?) -> Price? {
    prices[uri.description] ?? snapshot.flatMap { prices["\(uri.provider):/\($0)"] }
  }
}

extension PriceTable.Price {
  /// Returns the cost of some tokens in US dollars.
  fileprivate func cost(input inputTokens: Double, output outputTokens: Double) -> Double {
    (inputTokens * input + outputTokens * output) / 1_000_000
  }
}
