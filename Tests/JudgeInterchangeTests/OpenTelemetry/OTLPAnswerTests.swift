import JudgeJSON
import SwiftProtobuf
import Testing

@testable import JudgeInterchange

/// Encodings, answers and the choice of an experiment.
@Suite struct OTLPAnswerTests {
  @Test(
    "Content types",
    arguments: [
      ("application/x-protobuf", OTLPEncoding.protobuf), ("application/protobuf", .protobuf),
      ("application/json; charset=utf-8", .json), ("Application/JSON", .json), ("text/plain", nil),
      ("", nil), (nil, nil),
    ] as [(String?, OTLPEncoding?)])
  func types(given: String?, encoding: OTLPEncoding?) {
    #expect(OTLPEncoding(contentType: given) == encoding)
  }

  @Test("Answers have the encoding of the request, and tell what was not taken")
  func answers() throws {
    let clean = OTLPRejected()
    #expect(OTLPAnswer.success(.traces, clean, .protobuf).isEmpty)
    #expect(OTLPAnswer.success(.logs, clean, .json) == Array("{}".utf8))
    var some = OTLPRejected()
    some.add("no id")
    some.add("no id")
    #expect(
      String(decoding: OTLPAnswer.success(.traces, some, .json), as: UTF8.self)
        == #"{"partialSuccess":{"errorMessage":"no id (2 times)","rejectedSpans":"2"}}"#)
    let traces = try Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceResponse(
      serializedBytes: OTLPAnswer.success(.traces, some, .protobuf))
    #expect(traces.partialSuccess.rejectedSpans == 2)
    let logs = try Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceResponse(
      serializedBytes: OTLPAnswer.success(.logs, some, .protobuf))
    #expect(logs.partialSuccess.rejectedLogRecords == 2)
    #expect(logs.partialSuccess.errorMessage == "no id (2 times)")
    #expect(OTLPAnswer.failure("no", .protobuf) == [0x08, 3, 0x12, 2] + Array("no".utf8))
    #expect(
      OTLPAnswer.failure("no", code: 8, .json) == Array(#"{"code":8,"message":"no"}"#.utf8))
  }

  @Test("The experiment: header, resource, service, default")
  func experiment() {
    let service: JSONObject = ["service.name": "app"]
    #expect(OTLPExperiment.choose(header: "3", resource: service) == .id("3"))
    #expect(OTLPExperiment.choose(header: " support ", resource: service) == .name("support"))
    #expect(OTLPExperiment.choose(header: "", resource: service) == .name("app"))
    #expect(
      OTLPExperiment.choose(
        header: nil, resource: service.merging(["mlflow.experiment.name": "e"])) == .name("e"))
    #expect(
      OTLPExperiment.choose(header: nil, resource: ["mlflow.experiment.id": 7]) == .id("7"))
    #expect(
      OTLPExperiment.choose(header: nil, resource: ["service.name": "unknown_service:python"])
        == .name("Default"))
    #expect(OTLPExperiment.choose(header: nil, resource: [:]) == .name("Default"))
  }
}
