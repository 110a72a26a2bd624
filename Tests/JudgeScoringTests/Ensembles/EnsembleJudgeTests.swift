import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite("Several judges as one")
struct EnsembleJudgeTests {
  private static func member(
    _ name: String, _ value: JSONValue?, _ type: FeedbackValueType = .string
  )
    -> any Judge
  {
    var body = JudgeBody(name: name, instructions: "", valueType: type)
    if type == .string {
      body.values = ["bad", "fair", "good"]
      body.ordered = body.values
      body.pass = ["good"]
    }
    return FunctionJudge(body) { _ in value }
  }

  private func said(
    _ method: EnsembleMethod, _ values: [JSONValue?], _ type: FeedbackValueType = .string
  )
    async throws -> [Feedback]
  {
    let members = values.enumerated().map { Self.member("m\($0.offset)", $0.element, type) }
    let body = try EnsembleBody.make("panel", method, members.map(\.body))
    return await EnsembleJudge(body: body, members: members, method: method)
      .feedbacks(on: Bodies.trace())
  }

  @Test("The majority wins; a tie is said and is not a value")
  func majority() async throws {
    let all = try await said(.majority, ["good", "bad", "good"])
    #expect(all.map(\.name) == ["panel", "panel/m0", "panel/m1", "panel/m2"])
    #expect(all[0].value == "good" && all[0].rationale == "bad 1, good 2")
    let tie = try await said(.majority, ["good", "bad"])
    #expect(
      tie[0].error == AssessmentError(code: "TIE", message: "the members are tied: bad 1, good 1"))
  }

  @Test("min, max and mean of numbers; min and max of ordered values")
  func numbers() async throws {
    #expect(try await said(.mean, [1, 2, 6], .int)[0].value == 3)
    #expect(try await said(.min, [4, 2, 6], .int)[0].value == 2)
    #expect(try await said(.max, [4, 2, 6], .int)[0].value == 6)
    #expect(try await said(.min, ["good", "fair"])[0].value == "fair")
    #expect(try await said(.max, ["bad", "fair"])[0].value == "fair")
  }

  @Test("all and any look at what passes")
  func passing() async throws {
    let all = try await said(.all, ["good", "fair"])
    #expect(all[0].value == "no" && all[0].rationale == "not passed by m1")
    #expect(try await said(.any, ["good", "fair"])[0].value == "yes")
    #expect(try await said(.all, ["good", "good"])[0].value == "yes")
  }

  @Test("A member that fails makes the ensemble fail, with the member's reason")
  func failure() async throws {
    let all = try await said(.majority, ["good", nil, "good"])
    #expect(all[0].error?.message?.contains("1 of 3 members failed: m1") == true)
  }

  @Test("Bodies hold their members whole, and bodies that cannot vote are refused")
  func bodies() throws {
    var other = Bodies.yesNo()
    other.name = "other"
    let body = try EnsembleBody.make("panel", .majority, [Bodies.yesNo(), other])
    #expect(try JudgeBody(fields: body.fields) == body)
    #expect(try EnsembleBody.parts(of: body).members == [Bodies.yesNo(), other])
    let judge = try ModelRegistry().judge(body, defaultModel: "recorded:/gpt")
    #expect(judge.source == AssessmentSource(type: .llmJudge, id: "recorded:/gpt"))
    #expect(throws: JudgeFailure.self) { try EnsembleBody.make("p", .majority, [Bodies.yesNo()]) }
    #expect(throws: JudgeFailure.self) {
      try EnsembleBody.make("p", .majority, [Bodies.yesNo(), Bodies.typed(.int)])
    }
    #expect(throws: JudgeFailure.self) {
      try EnsembleBody.make("p", .min, [Bodies.yesNo(), Bodies.yesNo()])
    }
  }

  @Test("Named guidelines are one assessment per name and their conjunction")
  func guidelines() async throws {
    let chat = try KeyedChat([
      ("Be kind", #"{"rationale": "", "result": "yes"}"#),
      ("Be brief", #"{"rationale": "long", "result": "no"}"#),
    ])
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { chat }
    let body = GuidelinesBody.make("style", named: ["tone": ["Be kind."], "length": ["Be brief."]])
    let judge = try ModelRegistry(providers: [provide]).judge(body, defaultModel: "fake:/model")
    let said = await judge.feedbacks(on: Bodies.trace())
    #expect(said.map(\.name) == ["style", "length", "tone"])
    #expect(said.map(\.value) == ["no", "no", "yes"])
  }
}
