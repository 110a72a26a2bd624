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
  /// MLflow's client exports traces in the background, so a label may arrive before its trace.
  public var traceWait = 2.0

  /// Creates the default options: loopback, MLflow's port.
  public init() {}
}
