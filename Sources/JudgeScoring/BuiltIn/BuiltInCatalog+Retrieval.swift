extension BuiltInCatalog {
  /// Judges of an answer and the documents behind it.
  static let grounded: [Entry] = [
    Entry(
      name: "retrieval_groundedness", aliases: ["groundedness"],
      summary: "Is the answer supported by the retrieved documents?", expectations: [],
      instructions: """
        Say whether every factual statement of the answer is supported by the retrieved \
        documents, or follows from them. What the world knows besides does not count. An answer \
        that says that the documents do not tell is "yes". One unsupported statement makes it \
        "no"; name it in the rationale.

        The question: {{ inputs }}

        The answer: {{ outputs }}

        The retrieved documents: {{ retrieved_context }}
        """),
    Entry(
      name: "retrieval_sufficiency", aliases: ["context_sufficiency"],
      summary: "Do the retrieved documents hold what the expected answer needs?",
      expectations: ["expected_response", "expected_facts"],
      instructions: """
        Say whether the retrieved documents together hold all that is needed to give the \
        expected answer to the question. The answer that was given does not matter here. One \
        expected fact that no document supports makes it "no"; name it in the rationale.

        The question: {{ inputs }}

        What was expected: {{ expectations }}

        The retrieved documents: {{ retrieved_context }}
        """),
  ]

  /// Judges of tool use.
  static let tools: [Entry] = [
    Entry(
      name: "tool_call_correctness", aliases: [],
      summary: "Were the right tools called, with the right arguments?", expectations: [],
      instructions: """
        The trace shows the tools that an agent called, as spans of type TOOL. Say "yes" where \
        each call was a sensible one for what the user asked, with arguments that the request \
        and earlier results justify, and no call that the task needs is missing. Arguments that \
        are made up, or a wrong tool, make it "no".

        The trace: {{ trace }}
        """),
    Entry(
      name: "tool_call_efficiency", aliases: [],
      summary: "Was no tool called in vain?", expectations: [],
      instructions: """
        The trace shows the tools that an agent called, as spans of type TOOL. Say "yes" where \
        no call was redundant: none repeats another with the same arguments, none fetches what \
        was known, none could have been joined with another. Trying again after an error is \
        fine. A trace without tool calls is "yes".

        The trace: {{ trace }}
        """),
  ]
}
