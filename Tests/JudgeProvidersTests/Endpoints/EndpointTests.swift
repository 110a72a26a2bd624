import JudgeModels
import JudgePrivacy
import JudgeWork
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
      (
        "azure:/gpt", ["AZURE_API_BASE": "https://r.openai.azure.com/", "AZURE_API_KEY": "k"],
        "https://r.openai.azure.com/openai/v1/chat/completions"
      ),
      (
        "azure:/my gpt",
        [
          "AZURE_OPENAI_ENDPOINT": "https://r.openai.azure.com", "AZURE_OPENAI_API_KEY": "k",
          "OPENAI_API_VERSION": "2024-10-21",
        ],
        "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21"
      ),
      (
        "bedrock:/anthropic.claude-v2:1",
        ["AWS_REGION": "eu-central-1", "AWS_BEARER_TOKEN_BEDROCK": "k"],
        "https://bedrock-runtime.eu-central-1.amazonaws.com/model/anthropic.claude-v2%3A1/converse"
      ),
      (
        "vertex:/google/gemini-3-pro",
        ["GOOGLE_CLOUD_PROJECT": "p", "GOOGLE_OAUTH_ACCESS_TOKEN": "k"],
        "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/"
          + "gemini-3-pro:generateContent"
      ),
      (
        "vertex:/claude-opus-4-1",
        [
          "VERTEXAI_PROJECT": "p", "VERTEXAI_LOCATION": "us-east5",
          "CLOUDSDK_AUTH_ACCESS_TOKEN": "k",
        ],
        "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/"
          + "anthropic/models/claude-opus-4-1:rawPredict"
      ),
    ])
  func bases(_ uri: String, _ environment: [String: String], _ url: String) throws {
    #expect(try find(uri, environment)?.url == url)
  }

  @Test("A missing key or host says what to set") func missing() {
    for (uri, variable) in [
      ("openai:/m", "OPENAI_API_KEY"), ("anthropic:/m", "ANTHROPIC_API_KEY"),
      ("gemini:/m", "GOOGLE_API_KEY"), ("databricks:/m", "DATABRICKS_HOST"),
      ("databricks", "judge.databricks.endpoint"), ("azure:/m", "AZURE_OPENAI_ENDPOINT"),
      ("bedrock:/m", "AWS_REGION"), ("vertex:/m", "GOOGLE_CLOUD_PROJECT"),
    ] {
      let error = #expect(throws: JudgeFailure.self) { try find(uri) }
      #expect(error?.code == .noCredentials)
      #expect(error?.description.contains(variable) == true)
    }
  }

  @Test("Clouds say which key they need, and that requests are not signed")
  func cloudKeys() {
    for (uri, environment, word) in [
      ("bedrock:/m", ["AWS_REGION": "r", "AWS_ACCESS_KEY_ID": "a"], "does not sign"),
      ("vertex:/m", ["GOOGLE_CLOUD_PROJECT": "p"], "gcloud auth print-access-token"),
      ("azure:/m", ["AZURE_API_BASE": "https://r.openai.azure.com"], "AZURE_OPENAI_API_KEY"),
      ("vertex:/m", ["GOOGLE_CLOUD_PROJECT": "p/../x"], "letters, digits and hyphens"),
    ] {
      let error = #expect(throws: JudgeFailure.self) { try find(uri, environment) }
      #expect(error?.code == .noCredentials)
      #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
    }
  }

  @Test("The bare word databricks is the endpoint of git config, under its own name")
  func bareDatabricks() throws {
    let endpoint = try find(
      "databricks", ["DATABRICKS_HOST": "https://x.example.com", "DATABRICKS_TOKEN": "t"],
      ["judge.databricks.endpoint": "my-judge"])
    #expect(endpoint?.url == "https://x.example.com/serving-endpoints/my-judge/invocations")
    #expect(endpoint?.uri.description == "databricks")
  }

  @Test("A header with credentials takes the place of a key")
  func headerAsKey() throws {
    let endpoint = try find(
      "azure:/m", ["AZURE_API_BASE": "https://r.openai.azure.com", "TOKEN": "t0ken-value"],
      ["judge.azure.header": "Authorization: Bearer ${TOKEN}"])
    #expect(endpoint?.key == nil && endpoint?.extraHeaders.count == 1)
  }

  @Test("Local config goes over the environment; headers come from ${ENV}") func config() throws {
    let endpoint = try find(
      "openai:/m", ["OPENAI_BASE_URL": "http://a/v1", "TOKEN": "t0ken-value"],
      ["judge.openai.baseUrl": "http://c/v1", "judge.openai.header": "X-Team: a-${TOKEN}-$b"])
    #expect(endpoint?.url == "http://c/v1/chat/completions")
    #expect(endpoint?.extraHeaders.first?.value.reveal { $0 } == "a-t0ken-value-$b")
    #expect("\(String(describing: endpoint))".contains("t0ken") == false)
    #expect(throws: JudgeFailure.self) {
      try find("openai:/m", [:], ["judge.openai.header": "X: ${NONE}"])
    }
    #expect(throws: JudgeFailure.self) {
      try find("openai:/m", ["OPENAI_BASE_URL": "http://u:p@a/v1"])
    }
    #expect(try find("unheard:/m") == nil)
  }

  @Test(
    "Harmless parameters stay behind the path",
    arguments: ["http://a/v1?api-version=2024-10-21", "http://a/v1/?api-version=2024-10-21"])
  func query(_ base: String) throws {
    let endpoint = try find("openai:/m", ["OPENAI_BASE_URL": base])
    #expect(endpoint?.url == "http://a/v1/chat/completions?api-version=2024-10-21")
  }

  @Test(
    "A base URL that may hold a secret is refused, and not shown",
    arguments: [
      "http://me:PASSWORD@host/v1", "http://PASSWORD@host/v1", "http://me:PASS/WORD@host/v1",
      "https://host/v1?key=PASSWORD", "https://host/v1?api-version=1&sig=PASSWORD",
      "https://host/v1?PASSWORD", "https://host/v1#PASSWORD",
      "https://host/v1?api-version=PASS%20WORD",
      "ftp://me:PASSWORD@host", "PASSWORD", "http://ho PASSWORD st/v1", "http://host/PASSWORD\n",
      "http://me%3APASSWORD%40host/v1", "http://:PASSWORD@host", "https://host\\PASSWORD@x/v1",
      "https://host/" + "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4PASSWORDo5P6q7R8",
    ])
  func refusedBase(_ base: String) {
    for (environment, config, place) in [
      (["OPENAI_BASE_URL": base, "OPENAI_API_KEY": "k"], [:], "OPENAI_BASE_URL"),
      (["OPENAI_API_KEY": "k"], ["judge.openai.baseUrl": base], "judge.openai.baseUrl"),
    ] as [([String: String], [String: String], String)] {
      let error = #expect(throws: JudgeFailure.self) { try find("openai:/m", environment, config) }
      #expect(error?.description.contains("PASS") == false, "\(error?.description ?? "")")
      #expect(error?.message.contains(place) == true)
      #expect(error?.code == .notTrusted)
    }
  }

  @Test(
    "A key or a variable with a control character is refused by its name, and not shown",
    arguments: [
      "SECRET\n", "\nSECRET", "SECRET\r\nX: y", "SE\u{1b}[1mCRET", "SECRET ", "SECRET\u{200b}",
    ])
  func refusedKey(_ key: String) {
    for (environment, config, name) in [
      (["OPENAI_API_KEY": key], [:], "OPENAI_API_KEY"),
      (
        ["T": key],
        ["judge.openai.header": "X-Auth: Bearer ${T}", "judge.openai.baseUrl": "http://a"], "T"
      ),
      (
        [:], ["judge.openai.header": "X-Auth: SECRET\u{7}", "judge.openai.baseUrl": "http://a"],
        "X-Auth"
      ),
    ] as [([String: String], [String: String], String)] {
      let error = #expect(throws: JudgeFailure.self) { try find("openai:/m", environment, config) }
      #expect(error?.code == .noCredentials)
      #expect(error?.description.contains("CRET") == false, "\(error?.description ?? "")")
      #expect(error?.message.contains(name) == true)
    }
  }

  @Test("What of a header is a secret") func headerSecrets() throws {
    let environment = ["T": "t0ken-value"]
    func secrets(_ text: String) throws -> [String] {
      try ConfiguredHeader.all(in: text, environment, "openai")
        .flatMap(\.secrets).map { $0.reveal { $0 } }
    }
    #expect(try secrets("X-Auth: Bearer ${T}") == ["t0ken-value", "Bearer t0ken-value"])
    #expect(try secrets("X-Team: customer support") == [])
    #expect(try secrets("X-Team: a\nx-api-key: literal-key\r\n") == ["literal-key"])
    #expect(throws: JudgeFailure.self) { try secrets("a b: c") }
    #expect(throws: JudgeFailure.self) { try secrets("no colon") }
  }
}
