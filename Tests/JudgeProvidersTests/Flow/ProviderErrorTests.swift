import JudgeJSON
import Testing

@testable import JudgeProviders

@Suite("Errors in a provider's words") struct ProviderErrorTests {
  private func error(_ text: String) throws -> ProviderError {
    ProviderError(try #require(JSONValue(parsing: Array(text.utf8)).objectValue))
  }

  @Test(
    "The message is found in each provider's place",
    arguments: [
      #"{"error":{"message":"no","type":"t"}}"#, #"{"error":"no"}"#, #"{"message":"no"}"#,
      #"{"detail":"no"}"#, #"{"error":{"message":"no","code":400}}"#,
    ])
  func messages(_ body: String) throws { #expect(try error(body).message == "no") }

  @Test(
    "An account without money is not one that asks too often",
    arguments: [
      (429, #"{"error":{"message":"x","type":"insufficient_quota"}}"#, false, true),
      (429, #"{"error":{"message":"x","code":"billing_hard_limit_reached"}}"#, false, true),
      (429, #"{"error":{"message":"x","code":"insufficient_quota"}}"#, true, true),
      (429, #"{"error":{"message":"You exceeded your current quota"}}"#, false, true),
      (429, #"{"error":{"message":"Your current quota. Please retry in 23.4s."}}"#, false, false),
      (429, #"{"error":{"message":"Check your plan and billing details"}}"#, true, false),
      (429, #"{"error":{"message":"Rate limit reached for requests"}}"#, false, false),
      (402, #"{"error":{"message":"Insufficient Balance"}}"#, false, true), (402, "{}", true, true),
      (
        400,
        #"{"error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}"#,
        false, true
      ),
      (403, #"{"error":{"message":"not allowed in your country"}}"#, false, false),
      (500, #"{"error":{"message":"billing service failed"}}"#, false, false),
    ])
  func quota(_ status: Int, _ body: String, _ hasWait: Bool, _ isQuota: Bool) throws {
    #expect(try error(body).isQuota(status: status, hasWait: hasWait) == isQuota)
  }

  @Test(
    "What a failure says about the schema",
    arguments: [
      (400, #"{"error":{"message":"response_format is not supported"}}"#, SchemaDoubt.unsupported),
      (
        422, #"{"detail":[{"loc":["body","response_format"],"msg":"extra fields not permitted"}]}"#,
        .unsupported
      ),
      (501, #"{"error":{"message":"response_format not implemented"}}"#, .unsupported),
      (500, #"{"error":{"message":"failed to parse grammar"}}"#, .refused),
      (400, #"{"error":{"message":"Invalid schema for response_format 'verdict'"}}"#, .refused),
      (
        400, #"{"error":{"message":"Bad value","param":"response_format"}}"#, .refused
      ),
      (
        404, #"{"error":{"message":"No endpoints found that can handle the parameters"}}"#,
        .possible
      ),
      (405, "{}", .possible), (422, #"{"error":"bad request"}"#, .possible), (500, "{}", .possible),
      (404, #"{"error":{"code":"model_not_found","message":"no such model"}}"#, nil),
      (400, #"{"error":{"message":"the maximum context length is 4097 tokens"}}"#, nil),
      (400, #"{"error":{"message":"bad","param":"temperature"}}"#, nil),
      (400, #"{"error":{"message":"only supports stream mode"}}"#, nil),
      (400, #"{"error":{"message":"Unknown parameter: 'seed'","param":"seed"}}"#, .refused),
      (401, "{}", nil), (429, "{}", nil), (503, "{}", nil),
    ])
  func doubts(_ status: Int, _ body: String, _ doubt: SchemaDoubt?) throws {
    #expect(SchemaDoubt.of(status: status, try error(body)) == doubt)
  }

  @Test(
    "An error in place of an answer",
    arguments: [
      (#"{"error":{"message":"upstream overloaded","code":502}}"#, true),
      (#"{"error":"busy"}"#, true), (#"{"error":null,"choices":[{"message":{}}]}"#, false),
      (#"{"error":{"message":"x"},"choices":[{"message":{}}]}"#, false),
      (#"{"error":{"message":"x"},"choices":[]}"#, true), (#"{"choices":[]}"#, false),
    ])
  func only(_ body: String, _ isOnly: Bool) throws {
    let object = try #require(JSONValue(parsing: Array(body.utf8)).objectValue)
    #expect(ProviderError.isOnlyThing(in: object) == isOnly)
  }
}
