import Testing

@testable import JudgeServer

@Suite struct JudgeServerTests {}
