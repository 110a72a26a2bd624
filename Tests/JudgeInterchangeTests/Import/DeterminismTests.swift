import JudgeInterchange
import JudgeJSON
import JudgeRecords
import Testing

@Suite("The same file gives the same records")
struct DeterminismTests {
  @Test("Whatever the order of the keys and the white space")
  func order() throws {
    let one = try read(
      #"{"client_request_id": "c", "inputs": {"a": 1, "b": 2}, "tags": {"y": "1", "x": "2"}}"#)
    let other = try read(
      #"{ "tags": {"x":"2","y":"1"}, "inputs": {"b":2.0,"a":1}, "client_request_id":"c" }"#)
    #expect(one == other)
    #expect(try one.trace.record().bytes == other.trace.record().bytes)
  }

  @Test("The bytes of records hold what the file says and nothing else")
  func bytes() throws {
    let item = try read(
      line(assessment: #""name": "n", "source_type": "HUMAN", "source_id": "a", "value": 1"#))
    var label = try #require(item.assessments.first)
    label.traceID = "tr-1"
    let expected =
      #"{"assessment_name":"n","feedback":{"value":1},"kind":"assessment","#
      + #""source":{"source_id":"a","source_type":"HUMAN"},"trace_id":"tr-1","v":1}"#
    #expect(try String(decoding: label.record().bytes, as: UTF8.self) == expected)
    let trace = try read(#"{"inputs": "x"}"#).trace.record()
    let text = String(decoding: trace.bytes, as: UTF8.self)
    #expect(text == #"{"experiment":"\#(experiment)","inputs":"x","kind":"trace","v":1}"#)
  }

  @Test("Whichever of its spellings MLflow gives an id")
  func ids() throws {
    var text = MLflow317.nested
    for (base64, hex) in [
      ("Vrt0XNVMvmeX5OVFjJY6ug==", "56bb745cd54cbe6797e4e5458c963aba"),
      ("UPqDHlWt2DY=", "50FA831E55ADD836"), ("tmbUyzgzqQ4=", "0xb666d4cb3833a90e"),
    ] {
      #expect(text.contains(base64))
      text = text.replacing(base64, with: hex)
    }
    let item = try read(text)
    #expect(try item == read(MLflow317.nested))
    let records = try item.spanBatches(of: "t").map { try $0.record() }
    #expect(try records == read(MLflow317.nested).spanBatches(of: "t").map { try $0.record() })
  }
}
