import ArgumentParser

/// The root of the command line.
struct GitJudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git-judge",
    abstract: "LLM judges that agree with your team, kept in git.",
    usage: "git judge <command> …",
    discussion: """
      git-judge keeps traces, people's labels, judge verdicts and judge versions as immutable JSON \
      records on the branch `judge` of a git repository. Results go to standard output, messages \
      to standard error.

      Exit codes: 0 done · 1 the check failed · 2 invalid usage · 3 data invalid, partly rejected, \
      or not found · 4 not trusted, or no credentials · 5 a person must decide · 6 budget or rate \
      limit reached · 125 not possible offline · 130 interrupted.

      EXAMPLES
        git judge check results.csv        # is my judge any good? no store needed
        git judge quickstart               # a store with sample data
        git judge init
        git judge experiment create support
        git judge trace import traces.jsonl
        git judge new tone --from judge.json
        git judge run tone
        git judge label tone
        git judge agreement tone
        git judge align tone
        git judge register tone
      """,
    version: gitJudgeVersion,
    groupedSubcommands: [
      CommandGroup(
        name: "Start here",
        subcommands: [CheckCommand.self, QuickstartCommand.self, DoctorCommand.self]),
      CommandGroup(
        name: "The store",
        subcommands: [
          InitCommand.self, CloneCommand.self, StatusCommand.self, SyncCommand.self,
          FsckCommand.self,
          ExportCommand.self,
          RedactCommand.self, OwnersCommand.self, ServeCommand.self,
          SchemaCommand.self, CacheCommand.self, HooksCommand.self, CompletionCommand.self,
        ]),
      CommandGroup(
        name: "Experiments, runs and traces",
        subcommands: [
          ExperimentCommand.self, RunsCommand.self, VerdictsCommand.self, TraceCommand.self,
        ]),
      CommandGroup(
        name: "Labels",
        subcommands: [
          LabelCommand.self, ReviewCommand.self, AssignCommand.self, ProgressCommand.self,
          FeedbackCommand.self, ExpectationCommand.self, AgreementCommand.self,
          ConsensusCommand.self, DisagreementsCommand.self, ErrorsCommand.self,
          AdjudicateCommand.self,
          RubricCommand.self, RoleCommand.self,
        ]),
      CommandGroup(
        name: "Judges",
        subcommands: [
          NewCommand.self, ListCommand.self, ShowCommand.self, AskCommand.self, RunCommand.self,
          EvaluateCommand.self, CompareCommand.self, GateCommand.self, MonitorCommand.self,
          ReportCommand.self, TrustCommand.self,
        ]),
      CommandGroup(
        name: "Alignment",
        subcommands: [
          AlignCommand.self, LearningCurveCommand.self, RegisterCommand.self,
          UnregisterCommand.self,
        ]),
      CommandGroup(
        name: "Versions",
        subcommands: [
          AliasCommand.self, LogCommand.self, DiffCommand.self, BlameCommand.self,
          UnalignCommand.self,
        ]),
    ])
}

/// The version that `--version` prints.
let gitJudgeVersion = "0.1.0"
