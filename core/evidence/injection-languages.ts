/** "Ignore your instructions" in other languages, by stems, verb and noun in either order. */
const pair = (verbs: string, nouns: string): RegExp =>
  new RegExp(`(?:${verbs})[^]{0,70}?(?:${nouns})|(?:${nouns})[^]{0,50}?(?:${verbs})`, 'iu');

const latin: readonly RegExp[] = [
  // German, Dutch, Swedish and Danish
  pair(
    'ignorier|missacht|vergiss|vergesst|vergessen sie|überschreib|umgehe',
    'anweisung|instruktion|vorgabe|richtlinie|systemprompt',
  ),
  pair('negeer|vergeet|omzeil', 'instructies|aanwijzing|opdrachten|regels'),
  pair('ignorera|glöm|bortse|ignorer|glem', 'instruktion|anvisning|instrukser|föreskrift'),
  // French, Spanish, Portuguese and Italian
  pair(
    'ignorez|ignore|oublie|néglige|ne tiens pas compte|ne tenez pas compte',
    'consignes|instructions? précédente|directives',
  ),
  pair(
    'ignora|ignore|olvida|olvide|descarta|omite|haz caso omiso',
    'instrucciones|indicaciones|órdenes|ordenes anteriores',
  ),
  pair('ignore|esqueça|esqueca|desconsidere', 'instruções|instrucoes|orientações|diretrizes'),
  pair('ignora|dimentica|trascura', 'istruzioni|direttive'),
  // Polish, Czech, Turkish, Vietnamese and Indonesian
  pair('zignoruj|ignoruj|pomiń|zapomnij', 'instrukcj|polece|wytyczn'),
  pair('ignoruj|zapomeň', 'pokyn|instrukce'),
  pair('yok say|görmezden gel|unut|dikkate alma', 'talimat|yönerge'),
  pair('bỏ qua|phớt lờ', 'hướng dẫn|chỉ dẫn'),
  pair('abaikan|lupakan', 'instruksi|perintah'),
];
const others: readonly RegExp[] = [
  // Russian and Ukrainian, Greek
  pair('игнорир|забуд|отмени|не обращай внимания|ігнору', 'инструкц|указани|правил|команд|інструкц|вказів'),
  pair('αγνόησε|αγνοήστε|ξέχασε', 'οδηγί|εντολ'),
  // Chinese in both scripts, Japanese, Korean
  pair('忽略|无视|無視|忘记|忘記|不要理会|不要理會', '指令|指示|说明|說明|规则|規則|提示|要求|命令'),
  pair('無視|忘れ|従わな', '指示|命令|ルール|プロンプト'),
  pair('무시|잊어', '지시|명령|지침|규칙|프롬프트'),
  // Arabic, Hebrew, Persian, Hindi, Thai
  pair('تجاهل|انس|تجاوز|نادیده', 'تعليمات|الأوامر|القواعد|دستور'),
  pair('התעלם|שכח', 'הוראות|ההנחיות'),
  pair('अनदेखा|नज़रअंदाज|भूल', 'निर्देश|नियम'),
  pair('เพิกเฉย|ลืม', 'คำสั่ง|คำแนะนำ'),
];

/** What a text in one of the Latin languages cannot do without, as far as it needs no letter beyond ASCII. */
export const latinHints: readonly string[] =
  `anweisung instruktion vorgabe richtlinie systemprompt instructies aanwijzing opdrachten anvisning instrukser
  consignes directives instrucciones indicaciones ordenes instrucoes diretrizes istruzioni direttive
  instrukc polece pokyn talimat instruksi perintah`.split(/\s+/);

/** True when the text tells somebody to leave instructions aside, in a language other than English. */
export const overridesAbroad = (text: string): boolean => [...latin, ...others].some((pattern) => pattern.test(text));
