public import ArgumentParser
import Foundation
public import SimulatedModel

/// Serves the simulated model, or writes a corpus for it.
///
/// Test equipment: it is not installed.
@main
struct SimulatedLLMCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulated-llm",
    abstract: "Serve a simulated LLM over OpenAI's protocol on loopback, or write a corpus.",
    discussion: """
      It is not a language model: it reads prompts about the simulated support desk with a lexicon. \
      Without --corpus it prints its base URL and serves until it is stopped. With --corpus N it \
      prints N traces with labels by --rule as JSONL for `git judge trace import`.
      """)

  @Option(help: "The port, 0 for a free one.")
  var port = 0

  @Option(help: "The rule that the labels of a corpus follow. The server itself knows no label.")
  var rule = PlantedRule.orderNumber

  @Option(help: "Seeds noise, embeddings and corpus.")
  var seed: UInt64 = 0

  @Option(help: "The share of verdicts flipped at temperature 1.")
  var noise = 0.15

  @Option(help: "How much length weighs where no rule and no example says anything.")
  var bias = 3.0

  @Option(help: "How long an answer takes, in milliseconds.")
  var latencyMs = 0

  @Option(help: "Print a corpus of so many traces instead of serving.")
  var corpus: Int?

  @Option(help: "How many of the corpus's traces have labels; all unless given.")
  var labelled: Int?

  @Option(help: "The values of the corpus's labels: two or four.")
  var scale = SimulatedCorpus.Scale.two

  @Flag(help: "Labels of the corpus that nothing explains.")
  var noSignal = false

  func validate() throws {
    guard noise >= 0, noise <= 1 else { throw ValidationError("--noise is a share from 0 to 1") }
    guard latencyMs >= 0 else { throw ValidationError("--latency-ms is not negative") }
    guard (corpus ?? 0) >= 0 else { throw ValidationError("--corpus is not negative") }
    guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535") }
  }

  func run() async throws {
    if let corpus {
      var options = SimulatedCorpus.Options()
      options.scale = scale
      options.labelled = labelled
      options.hasSignal = !noSignal
      let made = SimulatedCorpus(rule: rule, seed: seed, count: corpus, options: options)
      FileHandle.standardOutput.write(Data(made.jsonl.utf8))
      return
    }
    let server = try await SimulatedModelServer(
      model: SimulatedLLM(seed: seed, noise: noise, bias: bias),
      embedding: HashedEmbedding(seed: seed), latency: .milliseconds(latencyMs), port: port)
    FileHandle.standardOutput.write(Data("\(server.baseURL)\n".utf8))
    while !Task.isCancelled { try await Task.sleep(for: .seconds(3600)) }
  }
}

extension PlantedRule: ExpressibleByArgument {}
extension SimulatedCorpus.Scale: ExpressibleByArgument {}
