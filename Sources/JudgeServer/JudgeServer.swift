/// The HTTP server over a store: MLflow's REST interface, OpenTelemetry, and judges.
public enum JudgeServer {}
