import JudgeRecords
import JudgeScoring

/// The instructions that an MLflow client gets for a judge that git-judge itself runs.
///
/// The client fills in their placeholders to know which parts of a case it must send. Nothing else
/// of them matters: the judge that answers has its own instructions.
struct GatewayInstructions {
  /// The placeholders that MLflow's clients know, in the order of their fields.
  static let variables = ["inputs", "outputs", "expectations", "trace", "conversation"]
  /// The built-in checks that read only the outputs.
  private static let textChecks = ["regex_match", "pii_detection", "response_length"]

  let body: JudgeBody
  /// The model of judges that name none.
  let defaultModel: String?

  /// The parts of a case that the judge needs.
  ///
  /// `["trace"]` means that the judge reads the trace of the store.
  var needed: [String] {
    if body.isSessionLevel {
      let asksExpectations = body.template.variables.contains("expectations")
      return asksExpectations ? ["conversation", "expectations"] : ["conversation"]
    }
    var needed = Set<String>()
    for part in body.withMembers { needed.formUnion(Self.needs(of: part, defaultModel)) }
    if needed.contains("trace") || needed.isEmpty { return ["trace"] }
    return Self.variables.filter(needed.contains)
  }

  private static func needs(of body: JudgeBody, _ defaultModel: String?) -> Set<String> {
    switch body.form {
    case .ensemble?: return []
    case .guidelines?: return ["inputs", "outputs"]
    case .builtIn?:
      let name = body.settings[JudgeSettings.builtIn]?.stringValue ?? ""
      return textChecks.contains(name) ? ["outputs"] : ["trace"]
    case nil, .promptMetric?: break
    default: return ["trace"]
    }
    // Recorded verdicts are found by the trace.
    if (body.model ?? defaultModel)?.hasPrefix("recorded:/") == true { return ["trace"] }
    if body.isPerChunk { return ["trace"] }
    var needs = Set<String>()
    for variable in body.template.variables {
      switch variable {
      case "request": needs.insert("inputs")
      case "response": needs.insert("outputs")
      case "expected_response": needs.insert("expectations")
      case "retrieved_context": needs.insert("trace")
      default: needs.insert(variable)
      }
    }
    // A memory compares inputs and outputs, and a calibration reads them.
    if body.retrieval != nil || body.calibration != nil { needs.formUnion(["inputs", "outputs"]) }
    if body.model?.hasPrefix(GatewayJudge.scheme) == true {
      needs.formUnion(["inputs", "outputs"])
    }
    return needs
  }

  /// The instructions: the judge's own, with a line for parts that they do not name.
  var text: String {
    let needed = needed
    let named = body.form == nil ? body.template.variables : []
    var text = ""
    // Own instructions may name more than the judge needs, but never a placeholder beside
    // {{ conversation }} or one that the client does not know.
    let fits = named.allSatisfy {
      Self.variables.contains($0) && (needed.contains($0) || needed == ["trace"])
    }
    if body.form == nil, fits, !body.instructions.isEmpty {
      text = Self.escaped(body.instructions)
    } else {
      text = "git-judge answers for the judge \(Self.escaped(body.name))."
    }
    let missing = needed.filter { !(fits && named.contains($0)) }
    if !missing.isEmpty {
      text += "\n\nThe case: " + missing.map { "{{ \($0) }}" }.joined(separator: " ")
    }
    return text
  }

  /// Keeps braces that are not one of the client's placeholders from becoming some.
  private static func escaped(_ text: String) -> String {
    InstructionsTemplate(text).pieces.map { piece in
      switch piece {
      case .text(let text): broken(text)
      case .variable(let name):
        variables.contains(name) ? "{{ \(name) }}" : broken("{{ \(name) }}")
      }
    }.joined()
  }

  private static func broken(_ text: String) -> String {
    text.replacing("{{", with: "{\u{200b}{").replacing("{%", with: "{\u{200b}%")
  }
}
