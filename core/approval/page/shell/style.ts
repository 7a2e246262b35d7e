import { mediaStyle } from './style-media.ts';
import { chartStyle } from '../chart/style.ts';

/**
 * The one style of the page. Made for a phone at night: one column, 17 px text, targets of at least 44 px, few colors,
 * each with a contrast of 4.5:1 or more on both grounds. System fonts only, nothing is fetched.
 */
const light = `
--ground:#f4f6f7;--card:#ffffff;--ink:#182026;--quiet:#52606b;--line:#d6dde2;--well:#eef2f4;
--go:#0a6650;--go-ink:#ffffff;--go-well:#e0f2ec;--stop:#a0262b;--stop-well:#fbe9e8;--warn:#805000;--warn-well:#fbf0d9;--focus:#1556c5`;
const dark = `
--ground:#0c1013;--card:#141a1f;--ink:#e3e8ec;--quiet:#9dabb6;--line:#2a343c;--well:#1b2329;
--go:#57c9a4;--go-ink:#05120d;--go-well:#10291f;--stop:#ff9f99;--stop-well:#321a1a;--warn:#e9bb66;--warn-well:#2c2312;--focus:#86b4ff`;

export const shellStyle = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:4rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
h1,h2,h3,p,ul,ol,dl,dd,fieldset,table{margin:0;padding:0}
ul,ol{list-style:none}
.wrap{width:100%;max-width:42rem;margin:0 auto;padding:0 1rem}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem;padding-top:1.25rem!important;padding-bottom:3rem!important}
main *{overflow-wrap:anywhere}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet{color:var(--quiet)}
.small{font-size:.9375rem}
.mono,code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
bdi{unicode-bidi:isolate}
a{color:inherit}

.bar{position:sticky;top:0;z-index:1;background:var(--card);border-bottom:1px solid var(--line)}
.bar .wrap{display:flex;justify-content:space-between;align-items:center;min-height:3rem;gap:1rem}
.brand{font-weight:650;letter-spacing:-.01em}
#timer{font-variant-numeric:tabular-nums;color:var(--quiet)}
#timer.soon{color:var(--warn);font-weight:650}
#connection{color:var(--warn);font-size:.9375rem;padding-bottom:.5rem}
#connection:empty{display:none}
.skip{position:absolute;left:1rem;top:-10rem}
.skip:focus{position:fixed;top:.25rem;z-index:2;background:var(--card);color:var(--ink);border-color:var(--line)}

.hero{display:grid;gap:.5rem}
h1::first-letter{text-transform:uppercase}
h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.015em;font-weight:680;text-wrap:balance}
h2{font-size:1.0625rem;line-height:1.35;font-weight:680}
h3{font-size:1rem;line-height:1.4;font-weight:600}
.tags{display:flex;flex-wrap:wrap;gap:.375rem;align-items:center}
.tag{display:inline-block;max-width:100%;border-radius:1rem;padding:.0625rem .625rem;font-size:.875rem;font-weight:600;background:var(--well);color:var(--ink)}
.tag.good{background:var(--go-well);color:var(--go)}
.tag.bad{background:var(--stop-well);color:var(--stop)}
.tag.warn{background:var(--warn-well);color:var(--warn)}

.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem;min-width:0}
.card.accent{border-color:var(--go)}
.notice{background:var(--warn-well);color:var(--warn);border-radius:.5rem;padding:.625rem .75rem}
.notice.bad{background:var(--stop-well);color:var(--stop)}
.notice.good{background:var(--go-well);color:var(--go)}

.evidence{display:grid;gap:.5rem}
.evidence li{padding-left:.75rem;border-left:3px solid var(--line);font-size:.9375rem}
.cause{display:grid;gap:.5rem}
.cause+.cause{border-top:1px solid var(--line);padding-top:.75rem}

.logs{display:grid;gap:.75rem}
.logs li{display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem}
.code.line{word-break:normal;overflow-wrap:anywhere;border-left:3px solid var(--stop)}
.where{font-size:.75rem}
.signs{display:grid;gap:.375rem}
.signs li{display:grid;grid-template-columns:1.375rem minmax(0,1fr);gap:.5rem;align-items:start}
.sign{display:grid;place-items:center;height:1.375rem;border-radius:50%;background:var(--focus);color:var(--card);font-size:.8125rem;font-weight:650}
.values{font-variant-numeric:tabular-nums}
.after{display:grid;gap:1rem}
${chartStyle}

.choice{border:1px solid var(--line);border-radius:.625rem;padding:.75rem;display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem;min-width:0}
.choice:has(input:checked){border-color:var(--go);box-shadow:inset 0 0 0 1px var(--go)}
fieldset{border:0;min-width:0;display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
legend{padding:0;font-weight:680;margin-bottom:.25rem}
.action{display:grid;gap:.375rem}
.action+.action{border-top:1px solid var(--line);padding-top:.75rem}
.field{display:flex;flex-wrap:wrap;align-items:baseline;gap:.125rem .75rem}
.path{flex:1 1 100%;color:var(--quiet)}
.was{color:var(--quiet);font-size:1.25rem;font-variant-numeric:tabular-nums}
.becomes{font-size:1.25rem;font-weight:680;color:var(--go);font-variant-numeric:tabular-nums}
.arrow{color:var(--quiet);font-size:1.25rem}
.alike{font-size:.875rem;font-weight:400;color:var(--quiet)}
.differs{display:inline-block;max-width:100%}
.facts{display:grid;gap:.75rem;border-top:1px solid var(--line);padding-top:.75rem;font-size:.9375rem}
.facts>div{display:grid;grid-template-columns:minmax(0,1fr);gap:.125rem}
.brief .facts>div{grid-template-columns:5rem minmax(0,1fr);gap:.5rem}
.brief .facts{border-top:0;padding-top:0;gap:.5rem}
dt{color:var(--quiet)}
dd>*+p,dd>*+ul,dd>*+ol{margin-top:.25rem}
.listed{list-style:disc;padding-left:1.125rem;display:grid;gap:.25rem}
ol.listed{list-style:decimal;padding-left:1.375rem}
.printed{display:none}

label{display:block;font-weight:600}
.check{display:grid;grid-template-columns:1.5rem minmax(0,1fr);gap:.625rem;align-items:start;font-weight:400;min-height:2.75rem;cursor:pointer}
.check.pick{align-items:center}
.check input{width:1.375rem;height:1.375rem;margin:.0625rem 0 0;accent-color:var(--go)}
textarea,input[type=text]{display:block;width:100%;min-height:3rem;margin-top:.375rem;padding:.625rem .75rem;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--quiet);border-radius:.5rem;resize:vertical}
textarea{min-height:4.5rem}
input[type=text]{font-size:1.0625rem}
.name{font-size:1em;padding:.0625rem .375rem;border-radius:.25rem;background:var(--well);-webkit-user-select:all;user-select:all}
.wrong{color:var(--stop)}
.emergency{border:2px dashed var(--stop);border-radius:.5rem;padding:.5rem .75rem;display:grid;gap:.25rem;color:var(--stop)}
.emergency input{accent-color:var(--stop)}
#reason-hint{margin-top:.25rem}
[aria-invalid=true]{border-color:var(--stop);box-shadow:0 0 0 1px var(--stop)}
.buttons{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem}
button{font:inherit;font-weight:650;min-height:3.25rem;border-radius:.625rem;padding:.5rem 1rem;border:1px solid transparent;cursor:pointer}
button.go{background:var(--go);color:var(--go-ink)}
button:only-child{grid-column:1/-1}
button.stop{background:transparent;color:var(--stop);border-color:currentColor}
button.full{background:var(--stop);color:var(--card)}
button.plain{background:transparent;color:var(--ink);border-color:var(--quiet)}
button[aria-disabled=true]{opacity:.55;cursor:default}
@media (hover:hover){button:not([aria-disabled=true]):hover{filter:brightness(1.08)}}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
[tabindex="-1"]:focus{outline:none}
noscript .notice,div[lang]{display:grid;gap:.5rem}
.watch{display:grid;gap:.25rem}
progress{width:100%;height:.625rem;accent-color:var(--go)}

.steps{display:grid}
.steps li{position:relative;padding:0 0 .875rem 1.625rem}
.steps li:last-child{padding-bottom:0}
.steps li::before{content:"";position:absolute;left:.25rem;top:.5rem;width:.625rem;height:.625rem;border-radius:50%;background:var(--quiet)}
.steps li:not(:last-child)::after{content:"";position:absolute;left:.5rem;top:1.25rem;bottom:-.375rem;width:2px;background:var(--line)}
.steps .good::before{background:var(--go)}
.steps .bad::before{background:var(--stop)}
.steps .now::before{background:var(--card);box-shadow:0 0 0 2px var(--go)}
@media (prefers-reduced-motion:no-preference){.steps .now::before{animation:breathe 1.6s ease-in-out infinite}}
@keyframes breathe{50%{box-shadow:0 0 0 5px var(--go-well),0 0 0 2px var(--go)}}
.steps b{font-weight:600}
.state{font-size:1.25rem;font-weight:680;line-height:1.3}
.state.good{color:var(--go)}
.state.bad{color:var(--stop)}
.state.warn{color:var(--warn)}

table{width:100%;border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
table{margin-bottom:.25rem}
caption{text-align:left;color:var(--quiet);padding-bottom:.375rem}
th,td{text-align:left;vertical-align:baseline;padding:.5rem .5rem .5rem 0;border-top:1px solid var(--line);font-weight:400}
thead th{color:var(--quiet);border-top:0;padding-top:0}
td.num,th.num{text-align:right;padding-right:0}
td.good{color:var(--go);font-weight:650}
td.bad{color:var(--stop);font-weight:650}
details.card{display:block}
summary{cursor:pointer;font-weight:650}
details[open]>summary{margin-bottom:.75rem}
details .facts{border-top:0;padding-top:0}
.fold>summary{min-height:2.75rem;display:list-item;padding:.5rem 0;font-weight:600;font-size:.9375rem}
.fold[open]>summary{margin-bottom:.25rem}
.patch{margin-bottom:.75rem}
.patch h3{font-size:.9375rem;margin-bottom:.25rem}
.code{margin:0;padding:.625rem .75rem;border-radius:.5rem;background:var(--well);white-space:pre-wrap;word-break:break-all;font-size:.8125rem;line-height:1.5}

@media (min-width:30rem){.buttons{grid-template-columns:1fr 1fr}.card{padding:1.25rem}h1{font-size:1.75rem}.facts>div,.brief .facts>div{grid-template-columns:7.5rem minmax(0,1fr);gap:.75rem}}
${mediaStyle}`;
