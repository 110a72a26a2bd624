// The public library: `import GitJudge` also exports the lower modules that its API uses.
@_exported public import JudgeAgreement
@_exported public import JudgeAlignment
@_exported public import JudgeCharts
@_exported public import JudgeEvaluation
@_exported public import JudgeIndex
@_exported public import JudgeInterchange
@_exported public import JudgeJSON
@_exported public import JudgeModels
@_exported public import JudgeProviders
@_exported public import JudgeRecords
@_exported public import JudgeReview
@_exported public import JudgeScoring
@_exported public import JudgeStore
@_exported public import JudgeTracing
@_exported public import JudgeWork
