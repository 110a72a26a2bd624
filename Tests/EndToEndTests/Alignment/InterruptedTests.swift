import Foundation
import JudgeTestSupport
import SimulatedModel
import StubModelServer
import Testing

/// An alignment that is ended in the middle goes on where it stopped.
@Suite struct InterruptedTests {
  /// How a program ends before its time.
  enum Ending: String, Sendable {
    /// Ctrl-C.
    case interrupt
    /// `kill -9`.
    case kill
  }

  private static let concurrency = 4

  private static func arguments(_ optimizer: String) -> [String] {
    [
      "align", "support_quality", "--optimizer", optimizer, "--concurrency", "\(concurrency)",
      "--json",
    ]
  }

  /// A store whose judge was aligned to the end, and then forgot all answers.
  ///
  /// What `align` printed is in the file `whole.json`.
  private static func aligned(
    _ optimizer: String, _ server: SimulatedModelServer
  ) throws -> Repository {
    let repository = try Template.repository(optimizer) { world in
      let repository = try Repository.taught(world, labels: 24)
      try repository.ask(server)
      let whole = try repository.judge(arguments(optimizer)).expecting(0)
      #expect(try whole.json()["calls"]?.int == server.chats.count)
      try whole.output.write(to: repository.url.appendingPathComponent("whole.json"))
      try repository.judge("cache", "clear").expecting(0)
    }
    try repository.ask(server)
    return repository
  }

  @Test(
    "What was answered before is not asked again, and the judge is the same",
    arguments: PropertyRuns.isLong
      ? [
        ("memalign", Ending.interrupt, 0.3), ("memalign", .interrupt, 0.9),
        ("memalign", .kill, 0.5),
        ("simba", .interrupt, 0.5), ("simba", .kill, 0.7),
      ] : [("memalign", .interrupt, 0.9), ("memalign", .kill, 0.3), ("simba", .kill, 0.6)])
  func goesOn(_ optimizer: String, _ ending: Ending, _ share: Double) async throws {
    // Without noise: the few calls in flight are lost, and asked again they answer the same.
    let server = try await SimulatedModelServer(
      model: SimulatedLLM(noise: 0), latency: .milliseconds(15))
    let repository = try Self.aligned(optimizer, server)
    let whole = try JSON(
      parsing: Data(contentsOf: repository.url.appendingPathComponent("whole.json")))
    let calls = try #require(whole["calls"]?.int)
    // The first test of an optimizer has made that alignment on its own server.
    let start = server.chats.count
    let arguments = Self.arguments(optimizer)

    let running = try repository.world.start(Binary.path, arguments, in: repository.url)
    let wanted = start + Int(share * Double(calls))
    // It blocks this thread: a task that slept would wait for one that other tests hold.
    while running.isRunning, server.stub.requests.count < wanted { usleep(5000) }
    #expect(running.isRunning, "it ended before it could be stopped")
    switch ending {
    case .interrupt: running.interrupt()
    case .kill: running.kill()
    }
    let stopped = try running.wait()
    if ending == .interrupt {
      #expect(stopped.status == 130, "\(stopped.all)")
      #expect(stopped.errorText.contains("run again to go on"), "\(stopped.all)")
    }
    #expect(stopped.output.isEmpty)
    // Calls that were on their way still arrive.
    usleep(100_000)
    let before = server.chats.count

    let again = try repository.judge(arguments).expecting(0).json()
    #expect(again["hash"] == whole["hash"])
    #expect(again["calls"]?.int == server.chats.count - before)
    let both = server.chats.count - start
    #expect(both >= calls && both <= calls + Self.concurrency, "\(both) calls instead of \(calls)")
    let checked = try repository.checked()
    #expect(checked.git.status == 0 && checked.judge["ok"] == true)
    await server.stop()
  }
}
