import JudgeJSON

extension BuiltInCatalog {
  /// Judges of an answer and the documents behind it.
  static let grounded: [Entry] = [
    Entry(
      name: "retrieval_relevance", aliases: ["chunk_relevance", "relevance_to_context"],
      summary: "Which of the retrieved documents speak to the question?", level: .chunk,
      instructions: """
        Say whether the document helps to answer the question: "yes" where it holds something \
        that an answer could use, in full or in part, "no" where it is about something else, \
        however similar its words are.

        The question: {{ inputs }}

        The document: {{ retrieved_context }}
        """),
    Entry(
      name: "retrieval_groundedness", aliases: ["groundedness"],
      summary: "Is the answer supported by the retrieved documents?",
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
      name: "tool_call_correctness",
      summary: "Were the right tools called, with the right arguments?",
      instructions: """
        The trace shows the tools that an agent called, as spans of type TOOL. Say "yes" where \
        each call was a sensible one for what the user asked, with arguments that the request \
        and earlier results justify, and no call that the task needs is missing. Arguments that \
        are made up, or a wrong tool, make it "no". Where expected calls are given, they are the \
        measure: the same tools with arguments of the same meaning.

        The trace: {{ trace }}

        The expected calls: {{ expectations }}
        """, settings: ["optional": ["expectations"], "expects": ["expected_tool_calls"]]),
    Entry(
      name: "tool_call_efficiency", summary: "Was no tool called in vain?",
      instructions: """
        The trace shows the tools that an agent called, as spans of type TOOL. Say "yes" where \
        no call was redundant: none repeats another with the same arguments, none fetches what \
        was known, none could have been joined with another. Trying again after an error is \
        fine. A trace without tool calls is "yes".

        The trace: {{ trace }}
        """),
  ]
}
