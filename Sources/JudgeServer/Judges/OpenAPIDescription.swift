import GitJudge

/// The OpenAPI 3.1 description of the server's own routes, as in `docs/openapi.json`.
enum OpenAPIDescription {
  static let json: JSONValue = [
    "openapi": "3.1.0",
    "info": [
      "title": "git-judge", "version": "1",
      "description":
        "Judges of a git-judge store over HTTP. MLflow's REST interface and OpenTelemetry's are not described here.",
    ],
    "paths": [
      "/judges/{judge}/verdicts": ["post": verdicts],
      "/v1/chat/completions": ["post": chat],
      "/v1/models": ["get": models],
      "/health": [
        "get": [
          "summary": "Says that the server answers.",
          "responses": ["200": ["description": "The text OK."]],
        ]
      ],
    ],
    "components": ["schemas": schemas],
  ]

  private static func body(_ schema: JSONValue) -> JSONValue {
    ["required": true, "content": ["application/json": ["schema": schema]]]
  }

  private static func answer(_ text: String, _ name: String) -> JSONValue {
    [
      "description": .string(text),
      "content": [
        "application/json": ["schema": ["$ref": .string("#/components/schemas/\(name)")]]
      ],
    ]
  }

  private static let verdicts: JSONValue = [
    "summary": "Asks a judge about cases. Nothing is recorded.",
    "parameters": [
      [
        "name": "judge", "in": "path", "required": true, "schema": ["type": "string"],
        "description": "NAME@vN, NAME@alias, or NAME for its newest version; percent-encoded.",
      ]
    ],
    "requestBody": body([
      "type": "object", "required": ["cases"],
      "properties": [
        "cases": [
          "type": "array", "minItems": 1, "maxItems": 1000,
          "items": ["$ref": "#/components/schemas/Case"],
        ]
      ],
    ]),
    "responses": [
      "200": answer("A verdict per case, in their order.", "Verdicts"),
      "400": answer("The request cannot be read, or the judge cannot be asked.", "Error"),
      "403": answer("The judge is a program that nobody has trusted here.", "Error"),
      "404": answer("There is no such judge.", "Error"),
    ],
  ]

  private static let chat: JSONValue = [
    "summary": "Asks a judge in the form of OpenAI's chat completions.",
    "description":
      "The last message of the user is the case: a line per field, such as outputs: \"…\", or one JSON object. The content of the answer is {\"result\", \"rationale\"}.",
    "requestBody": body([
      "type": "object", "required": ["model", "messages"],
      "properties": [
        "model": ["type": "string", "description": "A judge of the store, such as NAME@v2."],
        "messages": ["type": "array", "items": ["type": "object"]],
      ],
    ]),
    "responses": [
      "200": [
        "description": "A chat completion; its member git_judge is a Verdict.",
        "content": ["application/json": ["schema": ["type": "object"]]],
      ],
      "400": answer("The judge gives no verdict; trying again does not help.", "ChatError"),
    ],
  ]

  private static let models: JSONValue = [
    "summary": "Lists the newest version of every judge.",
    "responses": [
      "200": [
        "description": "The judges in the form of OpenAI's models.",
        "content": ["application/json": ["schema": ["type": "object"]]],
      ]
    ],
  ]

  private static let schemas: JSONValue = [
    "Case": [
      "type": "object",
      "properties": [
        "inputs": ["description": "The inputs of the application, any JSON."],
        "outputs": ["description": "Its outputs, any JSON."],
        "expectations": ["type": "object", "description": "What is expected, by name."],
        "client_request_id": ["type": "string", "description": "A key of the caller."],
        "conversation": [
          "type": "array", "description": "The messages of a session, {role, content}.",
        ],
      ],
    ],
    "Verdict": [
      "type": "object",
      "description": "The keys of an answer as in docs/json.md under ask.",
      "properties": [
        "judge": ["type": "string"], "hash": ["type": "string"],
        "value": ["description": "The value, or null with an error."],
        "rationale": ["type": ["string", "null"]], "passed": ["type": ["boolean", "null"]],
        "score": ["type": ["number", "null"]],
        "probabilities": ["type": ["object", "null"]],
        "error": [
          "type": ["object", "null"],
          "properties": ["code": ["type": "string"], "message": ["type": ["string", "null"]]],
        ],
      ],
    ],
    "Verdicts": [
      "type": "object", "required": ["judge", "hash", "verdicts", "errors"],
      "properties": [
        "judge": ["type": "string"], "hash": ["type": "string"],
        "verdicts": ["type": "array", "items": ["$ref": "#/components/schemas/Verdict"]],
        "errors": ["type": "integer", "description": "The number of verdicts without a value."],
      ],
    ],
    "Error": [
      "type": "object", "required": ["error_code", "message"],
      "properties": ["error_code": ["type": "string"], "message": ["type": "string"]],
    ],
    "ChatError": [
      "type": "object", "required": ["error"],
      "properties": [
        "error": [
          "type": "object",
          "properties": [
            "message": ["type": "string"], "type": ["type": "string"],
            "code": ["type": "string"],
          ],
        ]
      ],
    ],
  ]
}
