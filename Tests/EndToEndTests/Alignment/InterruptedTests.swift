import Foundation
import SimulatedModel
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

  @Test(
    "What was answered before is not asked again, and the judge is the same",
    arguments: [
      ("memalign", Ending.interrupt, 0.3), ("memalign", .interrupt, 0.9), ("memalign", .kill, 0.5),
      ("simba", .interrupt, 0.5), ("simba", .kill, 0.7),
    ])
  func goesOn(_ optimizer: String, _ ending: Ending, _ share: Double) async throws {
    // Without noise: the few calls in flight are lost, and asked again they answer the same.
    let server = try await SimulatedModelServer(
      model: SimulatedLLM(noise: 0), latency: .milliseconds(15))
    let repository = try Repository.teaching(server, labels: 40)
    let arguments = [
      "align", "support_quality", "--optimizer", optimizer, "--concurrency", "\(Self.concurrency)",
      "--json",
    ]
    let whole = try repository.judge(arguments).expecting(0).json()
    let calls = server.chats.count
    #expect(whole["calls"]?.int == calls)
    try repository.judge("cache", "clear").expecting(0)

    let running = try repository.world.start(Binary.path, arguments, in: repository.url)
    let wanted = calls + Int(share * Double(calls))
    // It blocks this thread: a task that slept would wait for one that other tests hold.
    while running.isRunning, server.chats.count < wanted { usleep(2000) }
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
    let before = server.chats.count - calls

    let again = try repository.judge(arguments).expecting(0).json()
    #expect(again["hash"] == whole["hash"])
    #expect(again["calls"]?.int == server.chats.count - calls - before)
    let both = server.chats.count - calls
    #expect(both >= calls && both <= calls + Self.concurrency, "\(both) calls instead of \(calls)")
    let checked = try repository.checked()
    #expect(checked.git.status == 0 && checked.judge["ok"] == true)
    await server.stop()
  }
}
