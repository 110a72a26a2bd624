import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

/// Files of OpenAI, Inspect, DeepEval and promptfoo.
@Suite struct EvaluationToolTests {
  private static let question: JSONValue = ["role": "user", "content": "My invoice is wrong."]
  private static let system: JSONValue = ["role": "system", "content": "You are a support agent."]
  private static let answer: JSONValue = "Open Billing > Invoices."

  @Test("Chat logs: messages, a stored completion, an object of the Responses API")
  func chat() throws {
    let read = try ForeignReading("openai-chat.jsonl")
    #expect(read.problems.isEmpty && read.warnings.isEmpty)
    #expect(read.keys == [nil, "chatcmpl-1", "resp_1"])
    #expect(read.items.map(\.trace.outputs) == [Self.answer, Self.answer, Self.answer])
    #expect(read.items[0].trace.inputs == ["messages": [Self.system, Self.question]])
    #expect(read.items[1].trace.inputs == read.items[0].trace.inputs)
    #expect(read.items[2].trace.inputs == "My invoice is wrong.")
    #expect(read.items[1].trace.tags == ["product": "billing"])
    #expect(read.items[1].trace.requestTime?.text == "2026-11-01T09:00:00.000Z")
  }

  @Test("A conversation that the user ended has no outputs; a call of a tool stays a message")
  func unanswered() throws {
    let read = try ForeignReading(
      text: #"""
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]}
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "1"}]}]}
        """#)
    #expect(read.items.map(\.trace.outputs).first == .some(nil))
    #expect(read.items[0].trace.inputs?["messages"]?.arrayValue?.count == 3)
    #expect(
      read.items[1].trace.outputs == ["role": "assistant", "tool_calls": [["id": "1"]]])
  }

  @Test("A batch: requests and answers belong together by custom_id, a failed one is a problem")
  func batch() throws {
    let read = try ForeignReading("openai-batch-answers.jsonl", "openai-batch-requests.jsonl")
    #expect(read.keys == ["r-1", "r-2"])
    #expect(read.items[0].trace.inputs == ["messages": [Self.system, Self.question]])
    #expect(read.items[0].trace.outputs == Self.answer && read.items[1].trace.outputs == nil)
    #expect(read.problems.count == 1 && read.problems[0].contains("completion window"))
    let alone = try ForeignReading("openai-batch-answers.jsonl")
    #expect(alone.items.count == 1 && alone.warnings.contains { $0.contains("file of requests") })
  }

  @Test("OpenAI Evals: samples have an expectation; a log has answers and the eval's verdicts")
  func evals() throws {
    let samples = try ForeignReading("openai-evals-samples.jsonl")
    #expect(samples.items.count == 2 && samples.warnings.isEmpty)
    #expect(samples.items[1].trace.inputs == "2 + 2 =" && samples.items[1].trace.outputs == nil)
    #expect(
      samples.assessments(1) == [#"expected_response HUMAN default should be ["4","four"]"#])
    let log = try ForeignReading("openai-evals-log.jsonl")
    #expect(log.keys == ["2611010900ABCD/support.dev.0", "2611010900ABCD/support.dev.1"])
    #expect(log.items[0].trace.outputs == Self.answer && log.warnings.isEmpty)
    #expect(
      log.assessments(0) == [
        #"expected_response HUMAN default should be "Billing > Invoices""#,
        "match CODE openai-evals:support = true",
      ])
    #expect(
      log.assessments(1) == [
        #"choice LLM_JUDGE openai-evals:support = "N""#,
        "score LLM_JUDGE openai-evals:support = 0",
      ])
    let empty = try ForeignReading(
      text: #"{"spec": {"eval_name": "x"}}"# + "\n{\"final_report\": {}}")
    #expect(empty.problems == ["OpenAI Evals: no trace in 2 documents"])
  }

  @Test("An Inspect log: the conversation, the answer, the target and each score")
  func inspect() throws {
    let read = try ForeignReading("inspect.json")
    #expect(read.problems.isEmpty && read.warnings.isEmpty && read.items.count == 2)
    let first = read.items[0].trace
    #expect(
      first.inputs == [
        "messages": [Self.system, ["role": "user", "content": "How do I get an invoice?"]]
      ])
    #expect(first.outputs == Self.answer && first.metadata["product"] == "billing")
    #expect(first.tags["group"] == "inv-1" && first.tags["inspect.task"] == "support")
    #expect(
      read.assessments(1) == [
        "brevity CODE inspect:rubric = 0.5",
        #"expected_response HUMAN default should be ["reset link","reset page"]"#,
        #"includes CODE inspect:includes = "I""#,
        #"model_graded_qa LLM_JUDGE inspect:model_graded_qa = "I""#,
        "tone CODE inspect:rubric = 1",
      ])
    #expect(read.items[1].verdicts.first?.verdict.rationale == "No help.\nGRADE: I")
  }

  @Test("An Inspect log without samples, and the archive that Inspect writes by default")
  func inspectProblems() throws {
    let header = try ForeignReading(
      text: #"{"version": 2, "status": "error", "eval": {"task": "t"}, "samples": []}"#)
    #expect(header.items.isEmpty && header.problems.first?.contains("no samples") == true)
    #expect(
      ForeignFile.problem(of: [0x50, 0x4b, 3, 4, 0])?.contains("inspect log convert") == true)
    #expect(ForeignFile.problem(of: Array("PAR1".utf8))?.contains("Parquet") == true)
    #expect(ForeignFile.problem(of: Array(#"{"inputs": 1}"#.utf8)) == nil)
  }

  @Test("An attachment of an Inspect log is put back, and a person's edit of a score is a label")
  func inspectParts() throws {
    let read = try ForeignReading(
      text: #"""
        {"eval": {"task": "t", "eval_id": "e"}, "status": "success", "samples": [{"id": 1, "epoch": 1, "input": "q", "target": "", "messages": [], "attachments": {"abc": "long text"}, "output": {"choices": [{"message": {"role": "assistant", "content": "attachment://abc"}}]}, "surprise": 1, "scores": {"s": {"value": "C", "history": [{"value": "I"}, {"value": "C", "provenance": {"author": "ann", "reason": "Seen."}}]}}}]}
        """#)
    #expect(read.items.first?.trace.outputs == "long text" && read.keys == ["e/1/1"])
    #expect(read.assessments(0) == [#"s HUMAN ann = "C""#])
    #expect(read.warnings == ["Inspect log: not read: samples[].surprise (1)"])
  }

  @Test(
    "A test run of DeepEval, and the result of evaluate",
    arguments: ["deepeval-run.json", "deepeval-result.json"])
  func deepEval(file: String) throws {
    let read = try ForeignReading(file)
    #expect(read.problems.isEmpty && read.warnings.isEmpty && read.items.count == 3)
    #expect(read.items[0].trace.inputs == "How do I get an invoice?")
    #expect(read.items[0].trace.outputs == Self.answer)
    #expect(read.items[0].trace.retrievedContext.count == 2)
    #expect(
      read.assessments(0) == [
        "Helpfulness LLM_JUDGE gpt-4.1 = 1",
        #"expected_response HUMAN default should be "Billing > Invoices""#,
      ])
    #expect(read.items[1].verdicts.first?.verdict.rationale == "No next step.")
    #expect(
      read.assessments(2) == ["Helpfulness LLM_JUDGE gpt-4.1 failed: ValueError: model timed out"])
  }

  @Test("Results of promptfoo: each assertion is a question, a person's rating is a label")
  func promptfoo() throws {
    let read = try ForeignReading("promptfoo.json")
    #expect(read.problems.isEmpty && read.warnings.isEmpty && read.keys == ["c1", "c2", "c3"])
    #expect(read.items[0].trace.inputs == ["issue": "My invoice is wrong."])
    #expect(read.items[0].trace.outputs == Self.answer)
    #expect(
      read.assessments(0) == [
        "contains CODE promptfoo:contains = true",
        "llm-rubric LLM_JUDGE promptfoo:llm-rubric = true",
        "warmth LLM_JUDGE openai:gpt-4.1 = false",
      ])
    #expect(read.assessments(1) == ["pass HUMAN promptfoo = false"])
    #expect(read.items[1].assessments.first?.rationale == "No help.")
    #expect(read.items[2].trace.outputs == nil && read.items[2].trace.state == "ERROR")
  }
}
