public import GitJudge
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server over a store: MLflow's REST interface, OpenTelemetry, and judges.
///
/// It answers from the same services as the command line. Requests read at the same time while one
/// commit is written, and writes that wait for it share the next commit.
public struct JudgeServer: Sendable {
  private let state: ServerState
  private let options: ServerOptions

  /// Creates a server for a repository.
  ///
  /// - Parameters:
  ///   - repository: the repository. Its author is the author of all records that the server writes.
  ///   - options: the options.
  public init(_ repository: JudgeRepository, options: ServerOptions = ServerOptions()) {
    self.options = options
    state = ServerState(repository: repository, options: options)
  }

  /// The address of a running server.
  public struct Address: Hashable, Sendable {
    /// The URL, such as `http://127.0.0.1:5000`.
    public let url: String
  }

  /// Serves until the task is cancelled or the process receives SIGTERM or SIGINT.
  ///
  /// What was acknowledged is in the store. Requests in flight are answered before it returns.
  ///
  /// - Parameter onReady: called with the address when the server accepts connections.
  /// - Throws: `JudgeFailure` if the address is taken or cannot be listened on.
  public func run(onReady: @escaping @Sendable (Address) async -> Void = { _ in }) async throws {
    let state = state
    let host = options.host
    guard options.users != nil || AccessMiddleware.isLocal(host) else {
      throw JudgeFailure(
        .usage, "\(host) can be reached from other machines, and there are no users",
        remedy: .advice("give a file of users, or listen on 127.0.0.1"))
    }
    try await state.prepare()
    var services: [any Service] = [TraceCollector(state: state)]
    if let interval = options.syncInterval {
      services.append(
        SyncSchedule(
          repository: state.repository, interval: interval, report: options.report))
    }
    var logger = Logger(label: "git-judge.serve")
    logger.logLevel = .error
    let application = Application(
      responder: Self.router(state).buildResponder(),
      server: .http1(
        configuration: .init(idleTimeout: .seconds(Int64(options.idleTimeout)))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: options.port), serverName: "git-judge",
        availableConnectionsDelegate: MaximumAvailableConnections(options.maximumConnections)),
      services: services,
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? 0
        let shown = host.contains(":") ? "[\(host)]" : host
        await onReady(Address(url: "http://\(shown):\(port)"))
      },
      logger: logger)
    do {
      try await application.runService()
    } catch let error as IOError {
      throw JudgeFailure(
        .usage, "cannot listen on \(host):\(options.port): \(error)",
        remedy: "choose another port, or stop the program that uses it")
    }
    await state.finish()
  }

  /// Returns the routes of a server.
  static func router(_ state: ServerState) -> Router<ServerContext> {
    let router = Router(context: ServerContext.self)
    router.add(middleware: ErrorMiddleware())
    router.add(middleware: AccessMiddleware(users: state.options.users))
    let routes = ServerRoutes(router: router, state: state)
    ServiceRoutes(routes: routes).add()
    ExperimentRoutes(routes: routes).add()
    RunRoutes(routes: routes).add()
    TraceRoutes(routes: routes).add()
    AssessmentRoutes(routes: routes).add()
    ScorerRoutes(routes: routes).add()
    DatasetRoutes(routes: routes).add()
    ArtifactRoutes(routes: routes).add()
    OTLPRoutes(routes: routes).add()
    ChatRoutes(routes: routes).add()
    DecisionRoutes(routes: routes).add()
    VerdictRoutes(routes: routes).add()
    return router
  }
}
