import JudgeWork
import Testing

@Suite("Credentials of URLs") struct URLCredentialsTests {
  @Test(
    "Nothing of them is shown",
    arguments: [
      ("https://me:PASS@host/x.git", "https://***@host/x.git"),
      ("https://PASS@host/x.git", "https://***@host/x.git"),
      ("fatal: unable to access 'https://me:PASS@host/x.git/': no", nil),
      ("https://me:PA@SS@host/x", "https://***@host/x"), ("https://me:PA/SS@host/x", nil),
      ("'https://me:PASS WORD@host/x.git/': no", nil), ("https://me:PA'SS@host/x", nil),
      ("https://me:PASS", nil), ("https://\u{301}me:PASS@host", nil),
      ("https://me:PASS@[::1]:8080/x", "https://***@[::1]:8080/x"),
      ("a https://u:PASS@h/a https://v:PASS@h/b", "a https://***@h/a https://***@h/b"),
      ("https://h/x?access_token=PASS&a=1", "https://h/x?access_token=***&a=1"),
      ("https://h/x?a=1&X-Sig=PASS'", "https://h/x?a=1&X-Sig=***'"),
    ] as [(String, String?)])
  func blanked(_ text: String, _ expected: String?) {
    let result = URLCredentials.blanked(in: text)
    for part in ["PASS", "WORD", "SS", "PA"] { #expect(!result.contains(part), "\(result)") }
    if let expected { #expect(result == expected) }
  }

  @Test(
    "Other text stays",
    arguments: [
      "", "://", "https://host:8080/a@b/c?d=e#f", "http://[::1]:9/x", "git@host:x.git",
      "no URL: a@b", "https://h", "file:///a/b", "write gateway:/tone@v2:9f8e7d6c",
      "vertex_ai:/claude-opus-4-1@20250805 refused",
    ])
  func others(_ text: String) { #expect(URLCredentials.blanked(in: text) == text) }
}
