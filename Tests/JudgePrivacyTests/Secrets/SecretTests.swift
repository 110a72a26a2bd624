import Testing

@testable import JudgePrivacy

@Suite("Secrets") struct SecretTests {
  private struct Holder {
    var secret = Secret("sk-0123456789")
    var list = [Secret("sk-0123456789")]
    var name = "n"
  }

  @Test("No way of printing shows one") func printing() {
    let holder = Holder()
    var dumped = ""
    dump(holder, to: &dumped)
    let texts = [
      "\(holder.secret)", "\(holder)", "\(holder.list)", String(describing: holder.secret),
      String(reflecting: holder), String(reflecting: holder.secret), dumped,
      "\(Optional(holder.secret) as Any)",
      "\(Mirror(reflecting: holder.secret).children.map(\.value))",
    ]
    for text in texts { #expect(!text.contains("0123"), "\(text)") }
    #expect("\(holder.secret)" == "«secret»")
    #expect(!(holder.secret as Any is any Encodable))
    #expect(!(holder.secret as Any is any Hashable))
    #expect(!(holder.secret as Any is any LosslessStringConvertible))
  }

  @Test(
    "Keys that must not be sent",
    arguments: [
      ("sk-1\n", Secret.Fault.lineBreak), ("\nsk-1", .lineBreak), ("sk\r\n1", .lineBreak),
      ("sk\u{2028}1", .lineBreak), ("sk\u{1b}1", .control), ("sk\u{0}1", .control),
      ("sk\u{7f}", .control), ("sk\u{9b}1", .control), ("sk\u{200b}1", .control),
      ("\u{feff}sk", .control), (" sk", .blank), ("sk ", .blank), ("sk\u{301}", .foreign),
      ("sché", .foreign), ("sk-Az09_+/=.~ x", nil), ("", nil),
    ] as [(String, Secret.Fault?)])
  func faults(_ key: String, _ fault: Secret.Fault?) {
    #expect(Secret.fault(ofKey: key) == fault)
  }
}
