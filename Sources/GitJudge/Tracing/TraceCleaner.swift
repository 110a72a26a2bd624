package import JudgeJSON
import JudgePrivacy

/// Removes secrets from the spans of a traced program.
package struct TraceCleaner: Sendable {
  let scrubber: SecretScrubber
  let keepsSecrets: Bool

  /// Returns a span with each secret replaced by a mark.
  package func cleaned(_ span: JSONObject) -> JSONObject {
    let scrubbed = scrubber.scrubbed(span)
    guard !keepsSecrets else { return scrubbed }
    var kinds: Set<SensitiveText.Kind> = []
    return SensitiveFields.blanked(.object(scrubbed), kinds: &kinds).objectValue ?? scrubbed
  }
}
