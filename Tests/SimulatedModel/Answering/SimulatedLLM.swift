public import JudgeJSON
import Synchronization

/// A simulated chat model for tests: honest about being one.
///
/// It is **no language model**. It reads prompts about the support cases of ``SimulatedCorpus``
/// with a lexicon and answers from a small set of rules that it can think of. What makes it
/// useful is what it has in common with a model:
///
/// * It has a taste that nobody asked for: it takes length for quality (`bias`).
/// * It follows a rule that the prompt states, in other words than its own; a wrong rule misleads
///   it, several rules are weighed.
/// * Examples with verdicts move it as far as they support rules that it can think of; a few
///   leave it in doubt, and rationales help.
/// * Asked to reflect, it names the rules that the labelled records shown support, or, where
///   they support none, something vague or something spurious.
/// * At a temperature it errs at random, by seed.
///
/// It knows no headings and no field names of ours: a case begins where a customer speaks, its
/// verdict is the first one given after it, and what follows a second verdict is not read as a
/// remark of people. Labels left out, put before the case, or cut records therefore hurt, as does
/// stating a rule after the fact. It never looks at anything outside the request.
///
/// What it is not: a measure of how a real model would do. Figures reached on it prove that an
/// optimizer carries information from labels to verdicts, and nothing about any provider.
public struct SimulatedLLM: Sendable {
  /// Seeds the noise.
  public var seed: UInt64
  /// How often a verdict flips at temperature 1; the rate grows with temperature, up to 0.45.
  public var noise: Double
  /// How much length weighs where nothing else decides; a feature of substance weighs 1.
  public var bias: Double
  /// The share of cases that it gets wrong whatever it is told.
  public var slips: Double
  /// The temperature of a request that names none.
  public var usualTemperature: Double

  /// Creates a model.
  ///
  /// - Parameters:
  ///   - seed: of the noise.
  ///   - noise: the share of flipped verdicts at temperature 1.
  ///   - bias: the weight of length, 0 for none.
  ///   - slips: the share of cases it always gets wrong.
  ///   - usualTemperature: where the request has no `temperature`.
  public init(
    seed: UInt64 = 0, noise: Double = 0.15, bias: Double = 3, slips: Double = 0.01,
    usualTemperature: Double = 0
  ) {
    self.seed = seed
    self.noise = noise
    self.bias = bias
    self.slips = slips
    self.usualTemperature = usualTemperature
  }

  /// Answers a request in OpenAI's form.
  ///
  /// - Parameters:
  ///   - request: the body: `messages`, `temperature`, `seed`, `response_format`.
  ///   - sample: which answer to these same bytes it is, from 0; the request's own `seed` counts
  ///     instead where there is one. Without effect at temperature 0.
  /// - Returns: the text of the reply.
  public func reply(to request: JSONObject, sample: UInt64 = 0) -> String {
    let temperature = request["temperature"]?.doubleValue ?? usualTemperature
    let number = request["seed"]?.intValue.map { UInt64(bitPattern: Int64($0)) } ?? sample
    let asked = AskedFor(request)
    // A verdict at temperature 0 leaves nothing to chance.
    let isChancy = temperature > 0 || asked.isReflection
    let bytes = isChancy ? JSONValue.object(request).canonicalBytes() : []
    var chance = Chance(
      seed: temperature > 0 ? seed : 0, request: bytes, sample: temperature > 0 ? number : 0)
    guard !asked.isReflection else {
      return Reflection(asked, temperature: temperature, noise: noise, chance: chance).reply
    }
    let judgement = judgement(of: asked)
    let rate = min(0.45, noise * max(0, temperature))
    let flips = temperature > 0 && chance.fraction() < rate
    return ReplyForm(asked).verdict(
      passes: judgement.passes != flips, isUpper: judgement.isUpper,
      rationale: judgement.rationale)
  }
  /// What it makes of the case; of the same text it is the same, whatever the sample.
  private func judgement(of asked: AskedFor) -> Judgement {
    var key = Array(asked.text.utf8)
    key += Array("\u{0}\(asked.values)\u{0}\(bias)\u{0}\(slips)".utf8)
    let digest = SHA256Digest.hash(key)
    if let known = Self.judgements.withLock({ $0[digest] }) { return known }
    let reading = PromptReading(asked.tokens, words: asked.words.withCommon)
    let judgement = Judgement(reading, bias: bias, slips: slips)
    Self.judgements.withLock { $0[digest] = judgement }
    return judgement
  }

  /// Reading a long prompt takes milliseconds, and tests ask the same again and again.
  private static let judgements = Mutex<[SHA256Digest: Judgement]>([:])
}
