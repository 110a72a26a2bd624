import JudgeRecords

extension JudgeRepository {
  /// Measures agreement of people and judges on a question.
  public var agreement: AgreementService { AgreementService(repository: self) }

  /// Aligns judges to people's labels, registers the results and takes labels back.
  public var alignments: AlignmentService { AlignmentService(repository: self) }

  /// The calls of models: their cache and their statistics.
  public var calls: CallService { CallService(repository: self) }

  /// Stores the cases of a checked file.
  public var checks: CheckService { CheckService(repository: self) }

  /// Judges rows and computes their figures.
  public var evaluations: EvaluationService { EvaluationService(repository: self) }

  /// Lists, creates and selects experiments.
  public var experiments: ExperimentService { ExperimentService(repository: self) }

  /// Decides whether a judge is fit for use.
  public var fitness: FitnessService { FitnessService(repository: self) }

  /// The guideline versions of a question.
  public var guidelines: GuidelineService { GuidelineService(repository: self) }

  /// Finds, registers and asks judges.
  public var judges: JudgeService { JudgeService(repository: self) }

  /// Adds, imports, deletes and decides on people's labels.
  public var labels: LabelService { LabelService(repository: self) }

  /// Counts the looks at a test set.
  public var looks: LookService { LookService(repository: self) }

  /// Creates, repairs and exports the store, and reports its state.
  public var maintenance: MaintenanceService { MaintenanceService(repository: self) }

  /// Watches a judge in production.
  public var monitoring: MonitorService { MonitorService(repository: self) }

  /// Judges, optimizers and applications that are programs, and the trust in them.
  public var programs: ProgramService { ProgramService(repository: self) }

  /// Hides and removes records.
  public var redactions: RedactionService { RedactionService(repository: self) }

  /// Reports on judges and runs, from what is recorded.
  public var reports: ReportService { ReportService(repository: self) }

  /// Labelling sessions, assignments and progress.
  public var reviews: ReviewService { ReviewService(repository: self) }

  /// Runs judges on traces and compares runs.
  public var runs: RunService { RunService(repository: self) }

  /// Judges as MLflow's registered scorers.
  public var scorers: ScorerService { ScorerService(repository: self) }

  /// Exchanges records and version tags with remotes.
  public var sharing: SharingService { SharingService(repository: self) }

  /// Reads, imports, tags and records traces.
  public var traces: TraceService { TraceService(repository: self) }

  /// Owners, endorsements and permissions.
  public var trust: TrustService { TrustService(repository: self) }

  /// The history of judges: aliases, report cards, differences and blame.
  public var versions: VersionService { VersionService(repository: self) }
}
