/** The rules of a chart; the colors are the variables of the page it is on. */
export const chartStyle = `
.chart{margin:0;display:grid;grid-template-columns:minmax(0,1fr);gap:.375rem}
.chart svg{display:block;width:100%;height:auto;overflow:visible}
.chart text{font-size:12px;fill:var(--quiet);font-variant-numeric:tabular-nums}
.chart .said{display:flex;flex-wrap:wrap;gap:.125rem .75rem;align-items:center;line-height:1.35}
.chart .last{font-size:1.5rem;letter-spacing:-.015em}
.chart .last .small{font-weight:400;letter-spacing:0}
.chart .last.bad{color:var(--stop)}
.chart .grid{stroke:var(--line)}
.chart .since{fill:var(--warn-well)}
.chart .line{fill:none;stroke:var(--ink);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.chart .dot{fill:var(--ink)}
.chart .beyond .line{stroke:var(--stop);stroke-width:2.5}
.chart .beyond .dot{fill:var(--stop)}
.chart .limit{stroke:var(--stop);stroke-dasharray:5 4}
.chart .limit-text{fill:var(--stop);font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.chart .at{fill:none;stroke:var(--quiet);stroke-width:1.25}
.chart .at.onset{stroke:var(--warn)}
.chart .at.alarm{stroke:var(--stop)}
.chart .at.change{stroke:var(--focus);stroke-dasharray:2 3}
.chart .at.executed,.chart .at.restored{stroke:var(--go)}
.chart .mark rect{fill:var(--card);stroke:var(--quiet)}
.chart .mark text{fill:var(--quiet);font-weight:600}
.chart .mark.onset rect{fill:var(--warn-well);stroke:var(--warn)}
.chart .mark.onset text{fill:var(--warn)}
.chart .mark.alarm rect{fill:var(--stop-well);stroke:var(--stop)}
.chart .mark.alarm text{fill:var(--stop)}
.chart .mark.change rect{fill:var(--focus);stroke:var(--focus)}
.chart .mark.change text{fill:var(--card)}
.chart .mark.executed rect,.chart .mark.restored rect{fill:var(--go-well);stroke:var(--go)}
.chart .mark.executed text,.chart .mark.restored text{fill:var(--go)}`;
