import GitJudge
import Glibc

/// What `git judge serve` prints when it accepts connections.
struct ServerNotice {
  let url: String
  let branch: String

  /// One line of JSON for scripts.
  var json: JSONValue {
    ["url": .string(url), "branch": .string(branch), "pid": .number(Double(getpid()))]
  }

  var text: String {
    """
    Serving the branch \(branch) at \(url)

      MLflow:         export MLFLOW_TRACKING_URI=\(url)
      OpenTelemetry:  export OTEL_EXPORTER_OTLP_ENDPOINT=\(url)

    Stop with Ctrl-C.
    """
  }
}
