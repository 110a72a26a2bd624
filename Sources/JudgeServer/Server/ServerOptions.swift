/// The options of a server.
public struct ServerOptions: Sendable {
  /// The address to listen on.
  public var host = "127.0.0.1"
  /// The port; 0 for any free port.
  public var port = 5000
  /// The largest body of a request, in bytes.
  public var maximumBody = 64 << 20
  /// The number of seconds to wait for a trace that a request names and that is still on its way.
  ///
  /// MLflow's client exports traces in the background, five spans at a time or after five seconds,
  /// so a label may arrive before its trace.
  public var traceWait = 7.0

  /// The users, or `nil` to serve the programs of this machine only.
  public var users: UserList?
  /// The number of seconds between two syncs with the remote, or `nil` for none.
  public var syncInterval: Int?
  /// The largest number of connections at a time.
  public var maximumConnections = 1000
  /// The number of seconds after which a connection without data is closed.
  public var idleTimeout = 60
  /// Receives messages for the person who runs the server.
  public var report: @Sendable (String) -> Void = { _ in }

  /// Creates the default options: loopback, MLflow's port.
  public init() {}
}
