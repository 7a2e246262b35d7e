/**
 * What the list of incidents needs beside the style of all pages. One table: on a desk with columns, on a phone each row is
 * a card whose cells name their column.
 */
export const incidentsStyle = `
.wrap{max-width:76rem}
.bar .plain{min-height:2.75rem;padding:.25rem .75rem}
.plain{background:transparent;color:var(--ink);border-color:var(--quiet)}
.filter{display:flex;flex-wrap:wrap;gap:0 1.5rem;grid-template-columns:none}
.filter legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.filter .check{align-items:center;grid-template-columns:1.5rem auto}
.incidents,.incidents tbody,.incidents tr,.incidents th,.incidents td{display:block}
.incidents{margin:0}
.incidents thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.incidents tbody{display:grid;gap:.75rem}
.incidents tbody tr{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:.75rem 1rem}
.incidents tbody th,.incidents tbody td{border:0;padding:.25rem 0;display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.5rem}
.incidents tbody th::before,.incidents tbody td::before{content:attr(data-column);color:var(--quiet);font-weight:400}
.incidents tbody th{font-weight:650}
.incidents th p{font-weight:400}
.incidents .tag{justify-self:start}
.incidents .soon{color:var(--warn);font-weight:650}
.incidents a{display:inline-block;min-height:2.75rem;padding:.625rem 0;color:var(--focus);font-weight:650}
.incidents .act{margin-top:.5rem}
dialog{color:inherit;width:min(36rem,calc(100vw - 2rem));max-height:calc(100vh - 2rem);overflow:auto;overflow-wrap:anywhere}
dialog:not([open]){display:none}
dialog::backdrop{background:rgb(0 0 0/.5)}
@media (min-width:60rem){
.incidents{display:table}
.incidents thead{display:table-header-group;position:static;clip-path:none}
.incidents tbody{display:table-row-group}
.incidents tr,.incidents tbody tr{display:table-row;background:transparent;border:0}
.incidents th,.incidents td,.incidents tbody th,.incidents tbody td{display:table-cell;padding:.625rem 1rem .625rem 0;border-top:1px solid var(--line)}
.incidents tbody th::before,.incidents tbody td::before{content:none}
.incidents a{min-height:0;padding:.125rem 0}
}
@media print{.bar .plain,.filter,.act,dialog{display:none}}
`;
