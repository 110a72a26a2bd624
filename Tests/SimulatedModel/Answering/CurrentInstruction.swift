/// The instruction that a prompt asks to improve: a block of its own without a case in it, or the
/// paragraphs with placeholders.
enum CurrentInstruction {
  /// The instruction's text as it stands; `nil` where none can be made out.
  static func find(in text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let blocks = blocks(lines).filter { block in
      PromptReading(block).cases.isEmpty && block.split(separator: " ").count >= 3
    }
    if let block = blocks.first(where: hasPlaceholder) ?? blocks.first { return block }
    let marked = lines.indices.filter { hasPlaceholder(lines[$0]) }
    guard let first = marked.first, let last = marked.last else { return nil }
    // A list of rules right below belongs to it.
    var end = last + 1
    while end < lines.count,
      lines[end].isEmpty || lines[end].hasPrefix("- ") || lines[end].hasPrefix("* ")
    {
      end += 1
    }
    return lines[first..<end].joined(separator: "\n").trimmedLines
  }

  private static func hasPlaceholder(_ text: String) -> Bool {
    text.contains("{{") || text.contains("given below]")
  }

  /// What stands between a fence and the same fence closed.
  private static func blocks(_ lines: [String]) -> [String] {
    var blocks: [String] = []
    var open: (fence: String, line: Int)?
    for (index, line) in lines.enumerated() {
      guard let fence = fence(line) else { continue }
      if let begun = open, begun.fence == fence {
        blocks.append(lines[(begun.line + 1)..<index].joined(separator: "\n"))
        open = nil
      } else if open == nil {
        open = (fence, index)
      }
    }
    return blocks
  }

  /// The hash of a fence line, or the three marks of Markdown.
  private static func fence(_ line: String) -> String? {
    if line.hasPrefix("```") { return "```" }
    let tokens = PromptTokenizer.tokens(of: line)
    guard tokens.count <= 10 else { return nil }
    return tokens.first { $0.kind == .fence }?.text
  }
}

extension String {
  /// Without empty lines at its ends.
  var trimmedLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    return lines.joined(separator: "\n")
  }
}
