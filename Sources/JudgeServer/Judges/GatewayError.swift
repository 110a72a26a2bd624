import Foundation
import GitJudge
import HTTPTypes
import Hummingbird

/// An error in OpenAI's form `{"error": {"message", "type", "code"}}`.
///
/// Clients repeat a request for minutes after 429 and 5xx, so every error that the same request
/// would meet again is a 400. An error of a model was already tried again here.
struct GatewayError: Error, Equatable {
  let code: String
  let message: String

  init(_ error: any Error) {
    switch error {
    case let fault as CaseMessage.Fault: (code, message) = ("invalid_case", fault.message)
    case let failure as JudgeFailure:
      (code, message) = (failure.code.name, Self.plain(failure.description))
    default:
      let known = ServerError(error)
      (code, message) = (known.code.lowercased(), Self.plain(known.message))
    }
  }

  /// Words by which MLflow's client takes an error for one of the form of its request, and sends the
  /// request again in another form.
  private static let telling = [
    ("response_format", "response format"), ("json_schema", "JSON Schema"),
    ("structured output", "structured-output"), ("output_config", "output config"),
    ("context length", "context-length"), ("too many tokens", "too-many tokens"),
    ("maximum context", "maximum-context"), ("System One", "System-One"),
  ]

  private static func plain(_ message: String) -> String {
    telling.reduce(message) { text, pair in
      text.replacingOccurrences(of: pair.0, with: pair.1, options: .caseInsensitive)
    }
  }

  var response: Response {
    JSONValue.object([
      "error": [
        "message": .string(message), "type": "invalid_request_error", "code": .string(code),
      ]
    ]).response(.badRequest)
  }
}
