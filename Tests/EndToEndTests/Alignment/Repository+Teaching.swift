import SimulatedModel

extension Repository {
  /// A repository with labels by a rule and a judge, `support_quality`, that a simulated model
  /// answers: it takes length for quality; without signal nothing explains the labels.
  static func teaching(
    _ server: SimulatedModelServer, labels: Int = 60, rule: PlantedRule = .orderNumber,
    hasSignal: Bool = true
  ) throws -> Repository {
    let repository = try Template.repository("\(labels) \(rule) \(hasSignal)") { world in
      _ = try taught(world, labels: labels, rule: rule, hasSignal: hasSignal)
    }
    try repository.ask(server)
    return repository
  }

  /// The same in a world that is given, before it knows where the model is.
  static func taught(
    _ world: World, labels: Int, rule: PlantedRule = .orderNumber, hasSignal: Bool = true
  ) throws -> Repository {
    let repository = try Repository.ready(world)
    var options = SimulatedCorpus.Options()
    options.hasSignal = hasSignal
    let corpus = SimulatedCorpus(rule: rule, seed: 3, count: labels, options: options)
    let traces = try world.write("corpus.jsonl", corpus.jsonl)
    try repository.judge("trace", "import", traces).expecting(0)
    let instructions = try world.write("judge.md", corpus.instructions)
    try repository.judge(
      "new", "support_quality", "--instructions", "@\(instructions)",
      "--values", "yes,no", "--pass", "yes", "--model", "openai:/simulated"
    ).expecting(0)
    return repository
  }

  /// Asks a server from now on.
  func ask(_ server: SimulatedModelServer) throws {
    try git("config", "judge.openai.baseUrl", server.baseURL).expecting(0)
  }
}
