/** On paper: everything unfolded (the script does that), black on white, times and digests whole, nothing to press. */
const paper = `
@media print{
:root{--ground:#fff;--card:#fff;--ink:#000;--quiet:#333;--line:#999;--well:#fff;--go:#000;--go-well:#fff;--stop:#000;--stop-well:#fff;--warn:#000;--warn-well:#fff}
body{font-size:10pt}
.wrap{max-width:none}
.bar{position:static}
.skip,.buttons,#sign-in,input[type=radio],#connection{display:none}
.printed{display:inline}
.card,.choice{break-inside:avoid-page;border-color:#999;box-shadow:none}
.card:has(.choice),details.card{break-inside:auto}
.notice,.tag{border:1px solid #000}
time[datetime]::after{content:" (" attr(datetime) ")"}
summary{list-style:none}
}`;

/** With the colors of the system every ground is gone: what only a ground told apart gets a border. */
const systemColors = `
@media (forced-colors:active){
.tag,.notice{border:1px solid}
button.go,button.full{border:3px solid}
.choice:has(input:checked){outline:3px solid Highlight}
.steps li::before{forced-color-adjust:none;background:CanvasText}
}`;

export const mediaStyle = `${paper}${systemColors}
`;
