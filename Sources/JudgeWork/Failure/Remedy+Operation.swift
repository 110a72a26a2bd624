extension Remedy {
  /// An operation that a remedy suggests; the comment names its arguments, in order.
  public enum Operation: String, CaseIterable, Hashable, Sendable {
    /// The git program itself, with git's own arguments.
    case git

    // The store.

    /// Creates the store of a repository.
    case initializeStore = "initialize_store"
    /// Checks the content of the store.
    case checkStore = "check_store"
    /// Restores the lost parts of a damaged store that can be found.
    case repairStore = "repair_store"
    /// Accepts the branch although its history was rewritten.
    case acceptHistory = "accept_history"
    /// Shows the state of the store.
    case showStatus = "show_status"
    /// Creates a store with samples to try.
    case startWithSamples = "start_with_samples"
    /// Checks a file of judgments without a store: a file.
    case checkFile = "check_file"

    // Sharing and trust.

    /// Exchanges records with the remote.
    case synchronize
    /// Removes purged texts from the history: for owners.
    case synchronizePurging = "synchronize_purging"
    /// Signs one's own unsigned records again.
    case signAgain = "sign_again"
    /// Installs the hooks with which a remote checks what it receives.
    case installServerHooks = "install_server_hooks"
    /// Lists the owners and the records that wait for them.
    case showOwners = "show_owners"
    /// Sets the owners: their sources.
    case setOwners = "set_owners"
    /// Accepts the authors of another history's records: the first digits of its root.
    case adoptHistory = "adopt_history"
    /// Takes a redaction back: the first digits of its id.
    case liftRedaction = "lift_redaction"
    /// Hides something and takes its text out of the history: its id.
    case purge
    /// Gives a person a role: the source.
    case setRole = "set_role"
    /// Allows a judge that is a program to run on this machine: the judge or its hash.
    case trustProgram = "trust_program"

    // Experiments, traces and labels.

    /// Creates an experiment: its name.
    case createExperiment = "create_experiment"
    /// Makes an experiment the current one: its name.
    case chooseExperiment = "choose_experiment"
    /// Restores a deleted experiment: its name or number.
    case restoreExperiment = "restore_experiment"
    /// Imports traces: a file.
    case importTraces = "import_traces"
    /// Lists traces.
    case listTraces = "list_traces"
    /// Sets tags of traces.
    case tagTrace = "tag_trace"
    /// Adds a person's label: the name of the question.
    case addLabel = "add_label"
    /// Lists labels and verdicts.
    case listLabels = "list_labels"
    /// Assigns traces to reviewers, and lists batches: the name of the question.
    case assign
    /// Assigns traces again whose labels follow an older guideline: the name of the question.
    case assignStale = "assign_stale"
    /// Measures agreement: the name of the question.
    case measureAgreement = "measure_agreement"
    /// Writes the guideline of a question: its name.
    case writeGuideline = "write_guideline"

    // Judges.

    /// Lists the judges.
    case listJudges = "list_judges"
    /// Creates a judge or a version of it: its name.
    case createJudge = "create_judge"
    /// Registers the alignment that was proposed last: the judge.
    case registerJudge = "register_judge"
    /// Aligns a judge with labels: the judge.
    case alignJudge = "align_judge"
    /// Rebuilds a judge without the labels that were redacted: the version.
    case unalignRedacted = "unalign_redacted"
    /// Sets or lists the aliases of a judge: the judge.
    case setAlias = "set_alias"
    /// Asks a judge about a file of cases: the judge.
    case askMany = "ask_many"
    /// Runs a judge and records its verdicts: the judge.
    case runJudge = "run_judge"
    /// Lists the runs.
    case listRuns = "list_runs"
    /// Writes the cached answers of models to a file.
    case exportCache = "export_cache"

    /// The operation in words.
    var words: String { rawValue.replacing("_", with: " ") }
  }
}
