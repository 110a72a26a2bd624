import Foundation
import JudgeJSON
import JudgeTestSupport
import Testing

/// Compares with another language's numbers; node where it is installed, else python3.
@Suite(.enabled(if: Oracle.available != nil, "neither node nor python3 is on the path"))
struct NumberOracleTests {
  static let seed: UInt64 = 8785

  @Test func aMillionDoublesPrintAsTheOracleWritesThem() throws {
    let oracle = try #require(Oracle.available)
    let doubles = Self.doubles(1_000_000)
    let input = doubles.withUnsafeBytes { Data($0) }
    let theirs = try oracle.run(
      node: Self.nodeFormat, python: Self.pythonFormat, input: input)
    var ours: [UInt8] = []
    ours.reserveCapacity(theirs.count)
    for double in doubles {
      ours.append(contentsOf: CanonicalJSON.formatNumber(double).utf8)
      ours.append(10)
    }
    if Data(ours) != theirs {
      let left = String(decoding: ours, as: UTF8.self).split(separator: "\n")
      let right = String(decoding: theirs, as: UTF8.self).split(separator: "\n")
      let first = zip(left, right).first { $0 != $1 }
      Issue.record(
        "seed \(Self.seed), \(oracle.name): ours and theirs \(String(describing: first))")
    }
    print("number layout compared with \(oracle.name)")
  }

  @Test func decimalsReadAsTheOracleReadsThem() throws {
    let oracle = try #require(Oracle.available)
    var random = RandomJSON(seed: Self.seed)
    let texts = (0..<200_000).map { _ in Self.decimal(&random) }
    let theirs = try oracle.run(
      node: Self.nodeRead, python: Self.pythonRead,
      input: Data(texts.joined(separator: "\n").utf8))
    let expected = theirs.withUnsafeBytes { raw in
      (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
    }
    try #require(expected.count == texts.count)
    for (text, pattern) in zip(texts, expected) {
      let read = try JSONValue(parsing: text).doubleValue
      if read?.bitPattern != pattern {
        let ours = String(describing: read)
        Issue.record("seed \(Self.seed), \(oracle.name): \(text) read as \(ours)")
        return
      }
    }
  }

  /// Random bit patterns, short decimals, integers and neighbours of powers of ten.
  private static func doubles(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let bits = generator.next()
      let double =
        switch index % 10 {
        case 0: Double(Int64(bitPattern: bits) % 1_000_000) / 1000
        case 1: Double(Int64(bitPattern: bits >> 9))
        case 2: Double(bitPattern: powers[Int(bits % 600)].bitPattern &+ (bits >> 32) % 7 &- 3)
        case 3: Double(bits) / Double(UInt64.max)
        default: Double(bitPattern: bits)
        }
      return double.isFinite ? double : 1
    }
  }

  private static let powers = (0..<600).compactMap { Double("1e\($0 - 300)") }

  /// A decimal with a point, of 1 to 25 digits and mostly a moderate exponent.
  private static func decimal(_ random: inout RandomJSON) -> String {
    let lengths = [1, 3, 8, 15, 16, 17, 19, 20, 25]
    var digits = (0..<lengths[random.below(lengths.count)]).map { _ in
      "\(random.below(10))"
    }
    if random.below(3) == 0 { digits.insert("5", at: 0) }
    let exponent = random.below(random.below(4) == 0 ? 600 : 60)
    let whole = random.below(2) == 0 ? "0" : "\(random.below(1_000_000))"
    let tail =
      switch random.below(3) {
      case 0: ""
      case 1: "e\(exponent / 2)"
      default: "E-\(exponent / 2)"
      }
    return (random.below(4) == 0 ? "-" : "") + whole + "." + digits.joined() + tail
  }
}

extension NumberOracleTests {
  private static let nodeFormat = """
    const fs = require('fs'); const b = fs.readFileSync('input');
    const lines = []; for (let i = 0; i < b.length; i += 8) lines.push(String(b.readDoubleLE(i)));
    fs.writeFileSync('output', lines.join('\\n') + '\\n');
    """

  /// Lays out the digits of `repr` by the steps of ECMA-262, written apart from the Swift code.
  private static let pythonFormat = """
    import struct, decimal
    def js(x):
        if x == 0: return '0'
        if x < 0: return '-' + js(-x)
        _, ds, e = decimal.Decimal(repr(x)).as_tuple()
        s = ''.join(map(str, ds)); n = len(s) + e; s = s.rstrip('0'); k = len(s)
        if k <= n <= 21: return s + '0' * (n - k)
        if 0 < n <= 21: return s[:n] + '.' + s[n:]
        if -6 < n <= 0: return '0.' + '0' * -n + s
        m = s[0] + ('.' + s[1:] if k > 1 else '')
        return m + 'e' + ('+' if n > 0 else '-') + str(abs(n - 1))
    b = open('input', 'rb').read()
    open('output', 'w').writelines(js(x) + '\\n' for x, in struct.iter_unpack('<d', b))
    """

  private static let nodeRead = """
    const fs = require('fs'); const t = fs.readFileSync('input', 'utf8').split('\\n');
    const b = Buffer.alloc(t.length * 8); t.forEach((s, i) => b.writeDoubleLE(Number(s), i * 8));
    fs.writeFileSync('output', b);
    """

  private static let pythonRead = """
    import struct
    t = open('input').read().split('\\n')
    open('output', 'wb').write(b''.join(struct.pack('<d', float(s)) for s in t))
    """
}
