import JudgeJSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on loopback that speaks the protocols of model providers, and misbehaves on purpose.
///
/// It is not a model: what it answers is what the test says.
public final class StubModelServer: Sendable {
  /// Says how a request is answered.
  public typealias Script = @Sendable (StubRequest) async -> StubAnswer

  /// `http://127.0.0.1:PORT`.
  public let url: String
  private let channel: any Channel
  let state: State

  /// What was asked so far.
  final class State: Sendable {
    struct Counts {
      var requests: [StubRequest] = []
      var inFlight = 0
      var most = 0
    }
    let counts = Mutex(Counts())
    let script: Script
    init(_ script: @escaping Script) { self.script = script }
  }

  /// Starts a server on loopback.
  ///
  /// - Parameters:
  ///   - port: the port, 0 for a free one.
  ///   - script: how requests are answered.
  /// - Throws: where the port cannot be had.
  public init(port: Int = 0, _ script: @escaping Script) async throws {
    let state = State(script)
    self.state = state
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 512)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          try child.pipeline.syncOperations.configureHTTPServerPipeline()
          try child.pipeline.syncOperations.addHandler(StubHandler(state: state))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  /// The requests so far.
  public var requests: [StubRequest] { state.counts.withLock { $0.requests } }

  /// The most requests that were in flight at a time.
  public var mostInFlight: Int { state.counts.withLock { $0.most } }

  /// Stops the server.
  public func stop() async { try? await channel.close() }
}
