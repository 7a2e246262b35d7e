import { chartStyle } from '../approval/page/chart/style.ts';

/** The one style of a report: read on a phone, on a desk and on paper, in the light and in the dark; nothing is fetched. */
export const reportStyle = `
:root{color-scheme:light dark;--ground:#fff;--ink:#182026;--quiet:#52606b;--line:#d6dde2;--well:#eef2f4;--was:#8a97a1;--go:#0a6650;--go-well:#e0f2ec;--stop:#a0262b;--stop-well:#fbe9e8;--warn:#805000;--warn-well:#fbf0d9;--focus:#1556c5;--card:var(--ground)}
@media (prefers-color-scheme:dark){:root{--ground:#0c1013;--ink:#e3e8ec;--quiet:#9dabb6;--line:#2a343c;--well:#1b2329;--was:#6d7a85;--go:#57c9a4;--go-well:#10291f;--stop:#ff9f99;--stop-well:#321a1a;--warn:#e9bb66;--warn-well:#2c2312;--focus:#86b4ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{max-width:50rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.125rem;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
p{margin:.5rem 0}
ul{margin:.5rem 0;padding:0;list-style:none}
li{padding:.375rem 0 .375rem .75rem;border-left:3px solid var(--line);margin:.375rem 0}
code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.875em;background:var(--well);padding:.0625rem .25rem;border-radius:.25rem}
q{font-style:italic}
bdi{unicode-bidi:isolate}
time{white-space:nowrap;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9375rem}
th,td{text-align:left;vertical-align:baseline;padding:.375rem .5rem .375rem 0;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--quiet)}
figure{margin:1rem 0;max-width:30rem}
figcaption{color:var(--quiet);font-size:.9375rem;margin-bottom:.25rem}
.bars{display:block;width:100%;height:auto;font-size:14px}
.bars text{fill:var(--ink)}
.bars .limit{fill:var(--stop)}
.bars .before{fill:var(--was)}
.bars .after{fill:var(--go)}
.bars .threshold{stroke:var(--stop);stroke-width:2;stroke-dasharray:5 3}
${chartStyle}
figure.chart{max-width:none;margin:1rem 0}
@media print{:root{color-scheme:light;--ground:#fff;--ink:#000;--quiet:#444;--line:#bbb;--well:#f3f3f3;--was:#999;--go:#0a6650;--go-well:#fff;--stop:#a0262b;--stop-well:#fff;--warn:#805000;--warn-well:#f6f1e4;--focus:#1556c5}main{max-width:none;padding:0}li,tr,figure{break-inside:avoid}h2{break-after:avoid}}
`;
