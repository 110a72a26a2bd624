package import JudgeJSON

/// The experiment to which the traces of a request belong.
package enum OTLPExperiment: Hashable, Sendable {
  /// The number of an experiment, as MLflow's clients know it.
  case id(String)
  /// The name of an experiment, which is made if it does not exist.
  case name(String)

  /// The name if a request tells none.
  package static let defaultName = "Default"

  /// Chooses the experiment.
  ///
  /// The first of these counts: the header `x-mlflow-experiment-id`; the resource attributes
  /// `mlflow.experiment.id`, `mlflow.experiment.name` and `service.name`; `Default`.
  ///
  /// - Parameters:
  ///   - header: the value of the header.
  ///   - resource: the attributes of the resource.
  /// - Returns: the experiment.
  package static func choose(header: String?, resource: JSONObject) -> OTLPExperiment {
    if let given = header.map(trimmed), !given.isEmpty {
      return isNumber(given) ? .id(given) : .name(given)
    }
    for key in ["mlflow.experiment.id", "mlflow.experiment_id", "mlflow.experimentId"] {
      if let given = resource.text(key).map(trimmed), !given.isEmpty {
        return isNumber(given) ? .id(given) : .name(given)
      }
    }
    for key in ["mlflow.experiment.name", "mlflow.experiment_name", "openinference.project.name"] {
      if let given = resource.text(key).map(trimmed), !given.isEmpty { return .name(given) }
    }
    // SDKs name a service that nobody named `unknown_service:python`.
    if let service = resource.text("service.name").map(trimmed), !service.isEmpty,
      !service.hasPrefix("unknown_service")
    {
      return .name(service)
    }
    return .name(defaultName)
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func trimmed(_ text: String) -> String { Blanks.trimmed(text) }
}
