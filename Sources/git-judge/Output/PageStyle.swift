import GitJudge

/// The style sheet of all pages, with that of charts.
enum PageStyle {
  /// The style sheet: calm, dense, light and dark, from 390 pixels.
  static let css =
    ChartStyle.css + """

      :root{color-scheme:light dark}
      *{box-sizing:border-box}
      body{margin:0;background:var(--paper);color:var(--ink);\
      font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
      font-variant-numeric:tabular-nums}
      header,main,footer{max-width:1120px;margin:0 auto;padding:0 28px}
      header{padding-top:36px}footer{padding-top:20px;padding-bottom:48px}
      h1{font-size:34px;line-height:1.15;letter-spacing:-.01em;margin:0 0 6px;overflow-wrap:anywhere}
      h2{font-size:21px;margin:44px 0 8px;padding-top:14px;border-top:2px solid var(--ink)}
      h3{font-size:15px;margin:22px 0 6px}
      p{margin:6px 0;max-width:78ch;overflow-wrap:anywhere}
      .kind{color:var(--soft);font-size:13px;font-weight:600;letter-spacing:.04em;\
      text-transform:uppercase}
      .facts,.lead,.note,footer p{color:var(--soft)}.note,footer p{font-size:13px}
      nav{display:flex;flex-wrap:wrap;gap:2px 18px;margin:14px 0 0;font-size:14px}
      nav a{color:var(--a);display:inline-block;padding:3px 0}
      .answer{margin:20px 0 8px;padding:12px 16px;border-left:6px solid var(--soft);font-size:17px;\
      max-width:none;background:var(--h0)}
      .fit{border-color:var(--good)}.not-fit{border-color:var(--bad)}\
      .too-few-labels,.unknown{border-color:var(--b)}
      .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:0 24px;\
      margin:18px 0 0}
      .tiles div{border-top:1px solid var(--rule);padding:8px 0}
      .tiles b{display:block;font-size:24px;line-height:1.2;font-weight:600}
      .tiles span{color:var(--soft);font-size:13px}
      figure{margin:14px 0 22px}
      figcaption{font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}
      .pair{display:flex;flex-wrap:wrap;gap:0 40px;align-items:flex-start}
      .pair>*{min-width:0}.pair>figcaption,.pair>.note,.pair>details{flex:1 0 100%;max-width:100%}
      .pair>details{border:0}.pair>.note{max-width:78ch}.pair svg{display:block}
      .scroll{overflow-x:auto;max-width:100%}
      .scroll:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid var(--a);\
      outline-offset:2px}
      table{border-collapse:collapse;margin:8px 0;font-size:13px;line-height:1.4}
      th{color:var(--soft);font-weight:600;vertical-align:bottom}
      th,td{border-bottom:1px solid var(--rule);padding:4px 16px 4px 0;text-align:left;\
      vertical-align:top;max-width:34em;overflow:hidden;overflow-wrap:break-word;unicode-bidi:isolate}
      td{white-space:pre-line}td.w{min-width:15em;overflow-wrap:anywhere}th{white-space:nowrap}
      th.n,td.n{text-align:right;white-space:nowrap}
      details{border-bottom:1px solid var(--rule);padding:2px 0}
      details details{margin-left:18px}
      summary{cursor:pointer;padding:5px 0;overflow-wrap:anywhere;overflow:hidden}
      dl{display:grid;grid-template-columns:minmax(90px,170px) 1fr;gap:4px 18px;margin:6px 0 14px}
      dt{color:var(--soft);font-size:13px;padding-top:2px;overflow-wrap:anywhere}
      dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;overflow:hidden;unicode-bidi:isolate}
      pre{font:13px/1.45 ui-monospace,"SF Mono",Menlo,Consolas,monospace;white-space:pre-wrap;\
      overflow-wrap:anywhere;overflow:hidden;margin:6px 0 12px}
      ul{margin:6px 0;padding-left:1.2em}li{overflow-wrap:anywhere}
      .add,.cut{padding-left:1.2em;text-indent:-1.2em;list-style:none;margin-left:-1.2em}
      .add b{color:var(--good)}.cut b{color:var(--bad)}
      .warn{border-left:3px solid var(--b);padding-left:10px}
      @media (max-width:640px){header,main,footer{padding-left:16px;padding-right:16px}\
      h1{font-size:26px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
      @media print{details{break-inside:avoid}nav{display:none}}
      """
}
