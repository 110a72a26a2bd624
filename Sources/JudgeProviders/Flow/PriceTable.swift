import JudgeJSON
import JudgeModels
public import JudgeWork

/// What models cost, in US dollars per million tokens.
///
/// A model that is not in the table has no price: its cost is unknown, never guessed.
public struct PriceTable: Hashable, Sendable {
  /// The price of one model.
  public struct Price: Hashable, Sendable {
    /// Per million tokens that go in.
    public var input: Double
    /// Per million tokens that come out.
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
  /// They change; `judge.prices` goes over them.
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

  /// This table with another one's prices over it.
  public func overridden(by other: PriceTable) -> PriceTable {
    PriceTable(prices.merging(other.prices) { _, new in new })
  }

  /// A table by model URI.
  public init(_ prices: [String: Price] = [:]) { self.prices = prices }

  /// Reads a table, as the file that git config `judge.prices` names.
  ///
  /// - Parameter bytes: `{"openai:/gpt-4.1-mini": {"input": 0.4, "output": 1.6}, …}`, in US
  ///   dollars per million tokens.
  /// - Throws: `JudgeFailure` that names the model.
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

  /// Whether a model's price is listed.
  func knows(_ uri: ModelURI) -> Bool { prices[uri.description] != nil }

  /// The cost of a call, or `nil` if the price or the tokens are unknown.
  func cost(of response: ChatResponse, uri: ModelURI) -> Double? {
    guard let input = response.inputTokens, let output = response.outputTokens else { return nil }
    return price(of: uri, snapshot: response.modelSnapshot).map {
      $0.cost(input: Double(input), output: Double(output))
    }
  }

  /// The most that a call may have cost if its tokens are unknown, or `nil` if the price is.
  ///
  /// Tokenizers work on bytes, so a text has no more tokens than bytes. Reasoning that the provider
  /// bills and does not show cannot be seen.
  ///
  /// - Parameters:
  ///   - uri: the model.
  ///   - snapshot: the model that the provider says has answered.
  ///   - sent: the bytes that went out.
  ///   - received: the bytes that came back.
  /// - Returns: US dollars.
  func most(_ uri: ModelURI, snapshot: String?, sent: Int, received: Int) -> Double? {
    price(of: uri, snapshot: snapshot)?.cost(input: Double(sent), output: Double(received))
  }

  private func price(of uri: ModelURI, snapshot: String?) -> Price? {
    prices[uri.description] ?? snapshot.flatMap { prices["\(uri.provider):/\($0)"] }
  }
}

extension PriceTable.Price {
  /// The cost of some tokens, in US dollars.
  fileprivate func cost(input inputTokens: Double, output outputTokens: Double) -> Double {
    (inputTokens * input + outputTokens * output) / 1_000_000
  }
}
