import JudgeJSON

/// An error of a provider, in its own words: a pure value.
///
/// Providers put it into `error` (OpenAI, Anthropic, Gemini), or at the top (FastAPI's `detail`,
/// Databricks' `message`).
struct ProviderError: Hashable, Sendable {
  /// The message, or `nil` if there is none.
  let message: String?
  /// The numeric code, if it is one of a failure (400 to 599).
  let status: Int?
  /// The parameter that is wrong, or an empty text.
  let parameter: String
  /// Code, type and status words, in lower case.
  let codes: [String]
  /// All of it in lower case, to look for words.
  let text: String

  /// Reads the body of an answer.
  ///
  /// - Parameter body: the body.
  init(_ body: JSONObject) {
    let inner = body["error"]?.objectValue
    let words = [inner?["message"], body["error"], body["message"], body["detail"], body["msg"]]
    let found = words.lazy.compactMap { $0?.stringValue }.first { !$0.isEmpty }
    message = found
    parameter = inner?["param"]?.stringValue ?? ""
    let fields = [inner ?? [:], body].flatMap { object in
      ["code", "type", "status", "error_code"].compactMap { object[$0] }
    }
    codes = fields.compactMap { $0.stringValue?.lowercased() }
    status = fields.lazy.compactMap { Self.number($0) }.first { (400...599).contains($0) }
    // FastAPI's detail may be a list that names the parameter.
    let detail = found == nil ? body["detail"]?.canonicalText ?? "" : ""
    text = ([found ?? detail, parameter] + codes).joined(separator: " ").lowercased()
  }

  private static func number(_ value: JSONValue) -> Int? {
    value.intValue ?? value.stringValue.flatMap { Int($0) }
  }

  /// Whether a body with a success status holds an error and no answer.
  ///
  /// - Parameter body: the body.
  /// - Returns: whether it does.
  static func isOnlyThing(in body: JSONObject) -> Bool {
    guard let error = body["error"], !error.isNull, error != false, error != "" else {
      return false
    }
    return body["output"] == nil
      && ["choices", "content", "candidates", "data", "embeddings"].allSatisfy {
        body[$0]?.arrayValue?.isEmpty ?? true
      }
  }

  /// Whether the account has no money or quota left, so that the same call fails for a long time.
  ///
  /// - Parameters:
  ///   - status: the HTTP status.
  ///   - hasWait: whether the answer names a wait, as those to too many calls a minute do.
  /// - Returns: whether it has none.
  func isQuota(status: Int, hasWait: Bool) -> Bool {
    if status == 402 { return true }
    if codes.contains(where: Self.quotaCodes.contains) { return true }
    guard [400, 403, 429].contains(status), !hasWait, !holds(["retry in", "try again in"]) else {
      return false
    }
    return holds(Self.quotaWords)
  }

  private static let quotaCodes: Set<String> = [
    "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error",
    "exceeded_current_quota_error", "insufficient_balance", "insufficient_credits",
    "insufficient_funds", "credit_balance_too_low", "payment_required", "quota_exceeded",
    "usage_limit_reached", "account_overdue", "arrearage",
  ]

  private static let quotaWords = [
    "current quota", "billing", "insufficient balance", "insufficient credit", "credit balance",
    "out of credits", "no credits", "not enough credits", "spending limit", "spend limit",
    "monthly limit", "monthly quota", "insufficient funds", "insufficient_quota",
    "account is in arrears", "prepaid balance",
  ]

  /// Whether the text of the request is too long or not allowed, which says nothing about others.
  var isAboutText: Bool { holds(Self.textWords) }

  private static let textWords = [
    "context_length", "context length", "context window", "context size", "context limit",
    "too long", "too large", "too many tokens", "maximum number of tokens", "token limit",
    "tokens exceed", "exceeds the maximum", "content_filter", "content filter",
    "content management policy", "content policy", "content_policy", "flagged", "moderation",
    "data_inspection_failed", "inappropriate content",
  ]

  func holds(_ words: [String]) -> Bool { words.contains { text.contains($0) } }
}
