extension Remedy {
  /// A parameter of an operation that a remedy names.
  public enum Parameter: String, CaseIterable, Hashable, Sendable {
    // What it is about.

    /// The folder of the repository.
    case folder
    /// The experiment.
    case experiment
    /// The name of a question or judge.
    case name
    /// The value of a label.
    case value
    /// A search for traces.
    case filter
    /// The largest number of traces.
    case limit
    /// A batch of assigned traces.
    case batch
    /// The people to whom a batch is assigned.
    case reviewers
    /// The number of people per trace.
    case overlap
    /// How traces are divided.
    case split
    /// The least number of labels.
    case minLabels = "min_labels"

    // A table of cases: its columns.

    /// The column with the judge's value.
    case judgeColumn = "judge_column"
    /// The columns with people's values.
    case humanColumn = "human_column"
    /// The column with the person.
    case raterColumn = "rater_column"
    /// The column with the key of a case.
    case idColumn = "id_column"
    /// The built-in judge to start from.
    case builtIn = "built_in"
    /// The columns with the content of a case.
    case textColumn = "text_column"
    /// What the values of one column are in another.
    case labelMap = "label_map"
    /// The values that pass.
    case passing

    // A judge.

    /// The file that a judge is made from.
    case file
    /// The model that answers.
    case model
    /// A setting of a check or metric, `NAME=VALUE`.
    case setting
    /// The values that pass, of a new judge.
    case pass
    /// The values from worst to best.
    case ordered
    /// The voting method of an ensemble.
    case ensemble
    /// The program that is a judge.
    case program
    /// A file of examples.
    case examples
    /// The optimizer.
    case optimizer

    // Limits and consent.

    /// The largest number of calls.
    case maxCalls = "max_calls"
    /// The largest number of calls at once.
    case concurrency
    /// A file that several processes share as their budget.
    case sharedBudget = "shared_budget"
    /// Whether network access is forbidden.
    case offline
    /// The least kappa.
    case minKappa = "min_kappa"
    /// The least value of a metric.
    case minMetric = "min_metric"
    /// Whether bad lines stop an import.
    case strict
    /// Whether to do it in spite of a warning.
    case force
    /// Whether text that looks like a secret is accepted.
    case allowSecrets = "allow_secrets"
    /// Whether a judge that is not fit for use is accepted.
    case allowUnfit = "allow_unfit"
    /// Whether redacted labels are meant.
    case redacted
    /// Whether traces assigned to others are labelled too.
    case includeUnassigned = "include_unassigned"
    /// Whether a question without a judge is started.
    case new

    /// The parameter in words.
    var words: String { rawValue.replacing("_", with: " ") }
  }
}
