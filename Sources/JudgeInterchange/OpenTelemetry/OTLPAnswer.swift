import JudgeJSON
import SwiftProtobuf

/// The bodies of answers, in the encoding of the request.
package enum OTLPAnswer {
  /// Returns the body of an answer with status 200.
  ///
  /// - Parameters:
  ///   - signal: the kind of the request.
  ///   - rejected: what was not taken. Without anything to say, there is no `partialSuccess`.
  ///   - encoding: the encoding of the request.
  /// - Returns: the bytes.
  package static func success(
    _ signal: OTLPSignal, _ rejected: OTLPRejected, _ encoding: OTLPEncoding
  ) -> [UInt8] {
    switch (encoding, signal) {
    case (.json, _):
      guard let message = rejected.message else { return Array("{}".utf8) }
      let key = signal == .traces ? "rejectedSpans" : "rejectedLogRecords"
      // 64-bit integers are texts in the JSON of protocol buffers.
      var partial: JSONObject = ["errorMessage": .string(message)]
      if rejected.count > 0 { partial[key] = .string(String(rejected.count)) }
      return JSONValue.object(["partialSuccess": .object(partial)]).canonicalBytes()
    case (.protobuf, .traces):
      var answer = Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceResponse()
      if let message = rejected.message {
        answer.partialSuccess.rejectedSpans = Int64(rejected.count)
        answer.partialSuccess.errorMessage = message
      }
      return bytes(of: answer)
    case (.protobuf, .logs):
      var answer = Opentelemetry_Proto_Collector_Logs_V1_ExportLogsServiceResponse()
      if let message = rejected.message {
        answer.partialSuccess.rejectedLogRecords = Int64(rejected.count)
        answer.partialSuccess.errorMessage = message
      }
      return bytes(of: answer)
    }
  }

  /// Returns the body of an answer with a status of failure: `google.rpc.Status`.
  ///
  /// - Parameters:
  ///   - message: the fault.
  ///   - code: the code of gRPC; 3 is an invalid argument, 8 an exhausted resource, 14 unavailable.
  ///   - encoding: the encoding of the request.
  /// - Returns: the bytes.
  package static func failure(
    _ message: String, code: Int = 3, _ encoding: OTLPEncoding
  ) -> [UInt8] {
    switch encoding {
    case .json:
      return JSONValue.object(["code": .number(Double(code)), "message": .string(message)])
        .canonicalBytes()
    case .protobuf:
      // Field 1 is the code, field 2 the message.
      let text = Array(message.utf8.prefix(4096))
      return [0x08] + varint(code) + [0x12] + varint(text.count) + text
    }
  }

  private static func bytes(of message: some Message) -> [UInt8] {
    // Texts are valid, and there are no required fields: nothing can fail.
    (try? message.serializedBytes()) ?? []
  }

  private static func varint(_ number: Int) -> [UInt8] {
    var rest = UInt64(max(0, number))
    var result: [UInt8] = []
    repeat {
      let byte = UInt8(rest & 0x7F)
      rest >>= 7
      result.append(rest > 0 ? byte | 0x80 : byte)
    } while rest > 0
    return result
  }
}
