import { byId, el } from './dom.client.ts';

/**
 * What is said before anybody knows who reads it: in English and in Traditional Chinese, one after the other. Nothing here
 * asks the server for anything.
 */
const firstWords = {
  incomplete: [
    [
      'This link is incomplete',
      'The part after the # sign is missing. Open the whole link of the notice again. Nothing was decided by opening this page.',
    ],
    ['此連結不完整', '缺少 # 號之後的部分。請重新開啟通知中的完整連結。開啟本頁不會作成任何決定。'],
  ],
  invalid: [
    [
      'This link is not valid',
      'It may be incomplete, too old, or meant for somebody else. Open the link of the newest notice again. Nothing was decided by opening it.',
    ],
    ['此連結無效', '連結可能不完整、已過期，或並非寄給您。請重新開啟最新通知中的連結。開啟連結不會作成任何決定。'],
  ],
  noAnswer: [
    ['No answer yet', 'The request cannot be loaded. Trying again by itself; nothing was decided.'],
    ['尚無回應', '目前無法載入請求，將自動重試；未作成任何決定。'],
  ],
} as const;

/** A page that has nothing to show but why. */
export const tell = (what: keyof typeof firstWords): void => {
  const [[title, text], [ownTitle, ownText]] = firstWords[what];
  byId('main').replaceChildren(
    el('h1', { lang: 'en' }, title),
    el('p', { lang: 'en' }, text),
    el('div', { lang: 'zh-TW' }, el('h2', {}, ownTitle), el('p', {}, ownText)),
  );
  byId('main').setAttribute('aria-busy', 'false');
};
