import JudgeModels
import Testing

@testable import JudgeProviders

@Suite("Where calls go") struct EndpointTests {
  private func find(
    _ uri: String, _ environment: [String: String] = [:], _ config: [String: String] = [:]
  ) throws -> Endpoint? {
    try Endpoint.find(ModelURI(uri), environment: environment, config: config)
  }

  @Test(
    "Base URLs from the variables that users have",
    arguments: [
      ("openai:/m", ["OPENAI_API_KEY": "k"], "https://api.openai.com/v1/chat/completions"),
      (
        "openai:/m", ["OPENAI_API_BASE": "http://localhost:8000/v1/"],
        "http://localhost:8000/v1/chat/completions"
      ),
      (
        "openai:/m", ["OPENAI_BASE_URL": "http://a/v1", "OPENAI_API_BASE": "http://b/v1"],
        "http://a/v1/chat/completions"
      ),
      ("ollama:/m", [:], "http://localhost:11434/v1/chat/completions"),
      ("ollama:/m", ["OLLAMA_HOST": "box:1"], "http://box:1/v1/chat/completions"),
      (
        "databricks:/m", ["DATABRICKS_HOST": "x.example.com/", "DATABRICKS_TOKEN": "t"],
        "https://x.example.com/serving-endpoints/m/invocations"
      ),
      ("anthropic:/m", ["ANTHROPIC_API_KEY": "k"], "https://api.anthropic.com/v1/messages"),
    ])
  func bases(_ uri: String, _ environment: [String: String], _ url: String) throws {
    #expect(try find(uri, environment)?.url == url)
  }

  @Test("A missing key or host says what to set") func missing() {
    for (uri, variable) in [
      ("openai:/m", "OPENAI_API_KEY"), ("anthropic:/m", "ANTHROPIC_API_KEY"),
      ("gemini:/m", "GOOGLE_API_KEY"), ("databricks:/m", "DATABRICKS_HOST"),
    ] {
      let error = #expect(throws: ModelError.self) { try find(uri) }
      #expect(error?.code == .noCredentials)
      #expect(error?.hint?.contains(variable) == true)
    }
  }

  @Test("Local config goes over the environment; headers come from ${ENV}") func config() throws {
    let endpoint = try find(
      "openai:/m", ["OPENAI_BASE_URL": "http://a/v1", "TOKEN": "t0ken-value"],
      ["judge.openai.baseUrl": "http://c/v1", "judge.openai.header": "X-Team: a-${TOKEN}-$b"])
    #expect(endpoint?.url == "http://c/v1/chat/completions")
    #expect(endpoint?.extraHeaders.first?.value.value == "a-t0ken-value-$b")
    #expect("\(String(describing: endpoint))".contains("t0ken") == false)
    #expect(throws: ModelError.self) {
      try find("openai:/m", [:], ["judge.openai.header": "X: ${NONE}"])
    }
    #expect(throws: ModelError.self) {
      try find("openai:/m", ["OPENAI_BASE_URL": "http://u:p@a/v1"])
    }
    #expect(try find("unheard:/m") == nil)
  }

  @Test("Secrets print as dots and are blanked where they are echoed") func secrets() {
    let secret = Secret("sk-0123456789")
    #expect("\(secret) \(String(reflecting: secret))" == "••• •••")
    #expect(secret.blanked(in: "a sk-0123456789 b sk-0123456789") == "a ••• b •••")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("0123"))
  }
}
