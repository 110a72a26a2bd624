/// The style of all charts, for light and dark.
package enum ChartStyle {
  /// The style sheet: variables for colours, and one class per kind of mark.
  ///
  /// The steps `jc-h0` to `jc-h4` are a scale of one hue, whose text has a contrast of at least
  /// 4.5:1. The hues `jc-c0` to `jc-c5` are for values without an order, always with their text.
  package static let css = """
    :root{--ink:#1b1f24;--soft:#57606a;--rule:#d5dae0;--paper:#ffffff;--a:#0b57a4;--b:#9a4a00;\
    --good:#17703a;--bad:#b3261e;--h0:#f2f6fa;--h1:#d6e5f4;--h2:#a9cbea;--h3:#2f74b8;--h4:#0b4a8c;\
    --c0:#d6e5f4;--c1:#fbdcc4;--c2:#d3ecd9;--c3:#ecdcf5;--c4:#f8e9b0;--c5:#e3e5e8}
    .jc{font:12px/1.3 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
    font-variant-numeric:tabular-nums}
    .jc-paper{fill:var(--paper)}
    .jc-t{fill:var(--ink)}.jc-s{fill:var(--soft);font-size:11px}.jc-b{font-weight:600}
    .jc-title{font-size:15px;font-weight:600}
    .jc-rule{stroke:var(--rule);stroke-width:1}.jc-axis{stroke:var(--soft);stroke-width:1}
    .jc-ref{stroke:var(--ink);stroke-width:1;stroke-dasharray:4 3}
    .jc-a{stroke:var(--a);stroke-width:2.5;fill:none}.jc-b1{stroke:var(--b);stroke-width:1.5;fill:none}
    .jc-dash{stroke-dasharray:5 4}
    .jc-adot{fill:var(--a);stroke:var(--a);stroke-width:1.5}
    .jc-bdot{fill:var(--paper);stroke:var(--b);stroke-width:1.75}
    .jc-band{fill:var(--a);opacity:.16}.jc-bar{fill:var(--soft);opacity:.45}
    .jc-goodbar{fill:var(--good)}.jc-badbar{fill:var(--bad)}
    .jc-goodt{fill:var(--good);font-weight:600}.jc-badt{fill:var(--bad);font-weight:600}
    .jc-cell{stroke:var(--paper);stroke-width:2}.jc-none{fill:none;stroke:var(--rule)}
    .jc-frame{fill:none;stroke:var(--ink);stroke-width:1.5}
    .jc-h0{fill:var(--h0)}.jc-h1{fill:var(--h1)}.jc-h2{fill:var(--h2)}.jc-h3{fill:var(--h3)}\
    .jc-h4{fill:var(--h4)}
    .jc-on0,.jc-on1,.jc-on2{fill:#1b1f24}.jc-on3,.jc-on4{fill:#ffffff}.jc-on{font-size:11px}
    .jc-c0{fill:var(--c0)}.jc-c1{fill:var(--c1)}.jc-c2{fill:var(--c2)}.jc-c3{fill:var(--c3)}\
    .jc-c4{fill:var(--c4)}.jc-c5{fill:var(--c5)}
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa4af;--rule:#363c44;\
    --paper:#14171b;--a:#6cb2f5;--b:#f0a35e;--good:#56c27e;--bad:#ff8a80;--h0:#1b2430;--h1:#1c3a58;\
    --h2:#1d5285;--h3:#7db8ef;--h4:#b4d8fb;--c0:#1c3a58;--c1:#54341b;--c2:#1d4429;--c3:#43305a;\
    --c4:#4b4217;--c5:#353b43}
    .jc-on0,.jc-on1,.jc-on2{fill:#f2f5f8}.jc-on3,.jc-on4{fill:#10151b}}
    """

  /// Returns the step of the scale for a share from 0 to 1.
  static func step(_ share: Double?) -> Int? {
    guard let share, share.isFinite else { return nil }
    return min(4, Int(min(max(share, 0), 1) * 5))
  }
}
