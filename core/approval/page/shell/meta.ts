import { htmlText } from '../../../incident/html-text.ts';
import { type SignIn, signInAddress } from '../../sign-in/configuration.ts';

/** A fact of this deployment that a script of ours reads; whatever the content holds, it stays a content. */
export const meta = (name: string, content: string): string => `<meta name="${name}" content="${htmlText(content)}">\n`;

/** What `sign-in.client.ts` looks for; nothing where nobody can sign in. */
export const signInMeta = (signIn: SignIn | undefined): string =>
  signIn === undefined ? '' : meta('sign-in', signInAddress(signIn));
