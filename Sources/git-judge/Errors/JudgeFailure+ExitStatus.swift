import GitJudge

extension JudgeFailure.Code {
  /// The documented word and the exit status of the code.
  ///
  /// The library's codes are finer than the documented words. A code without a row is invalid data.
  private var row: (word: String, status: Int32) {
    switch self {
    case .negative: ("negative", 1)
    case .usage: ("usage", 2)
    case .notFound: ("not-found", 3)
    case .store: ("store", 3)
    case .notTrusted, .noCredentials: ("not-trusted", 4)
    case .ambiguous: ("ambiguous", 5)
    case .budget, .quota, .rateLimited: ("budget", 6)
    case .offline: ("offline", 125)
    default: ("invalid", 3)
    }
  }

  /// The exit status of the command line.
  var exitStatus: Int32 { row.status }

  /// The word of `error` in the JSON of an error.
  var documentedWord: String { row.word }
}

extension JudgeFailure {
  /// The exit status of the command line.
  var exitStatus: Int32 { code.exitStatus }

  /// The next step, in words of the command line.
  var hint: String? { remedy.map(RemedyText.of) }

  /// Returns the error as JSON with stable keys.
  ///
  /// - Parameter status: The exit status, if it is not that of the code.
  /// - Returns: `error`, `message`, `exit_status`, and `hint` and `remedy` if there is one.
  func json(exitStatus status: Int32? = nil) -> JSONValue {
    var object: JSONObject = [
      "error": .string(code.documentedWord), "message": .string(message),
      "exit_status": .number(Double(status ?? exitStatus)),
    ]
    if let remedy {
      object["hint"] = .string(RemedyText.of(remedy))
      object["remedy"] = remedy.json
    }
    return .object(object)
  }
}
