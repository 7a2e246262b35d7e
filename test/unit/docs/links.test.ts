import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseArguments } from '../../../local/cli/arguments.ts';
import { scenarios } from '../../../local/scenarios/catalogue.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const pages = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'events/README.md', ...globSync('docs/**/*.md')].map(
  (path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }),
);
const all = (pattern: RegExp): [string, string][] =>
  pages.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([, found = '']): [string, string] => [path, found]),
  );

/** A `](` with a `[` behind it is of a pattern in code. */
const links = [...all(/\]\((?!https?:)([^)#[]+)[^)]*\)/g), ...all(/<img src="([^"]+)"/g)];
/** What a link names inside a page, of the same page where it names none. */
const anchors = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/\]\(((?!https?:)[^)#[\s]*)#([^)\s]+)\)/g)].map(
    ([, page = '', anchor = '']): [string, string, string] => [
      path,
      page === '' ? path : join(dirname(path), page),
      anchor,
    ],
  ),
);
/** As GitHub makes them of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Files and folders of this repository that a page names in code. */
const paths = all(
  /(?<![\w./-])((?:core|docs|events|functions|layers|local|test)\/[\w./-]*[\w/]|template\.yaml)(?![\w<*-])/g,
);
/** Pages that name tests as proof: the file, then names of its tests or parts of them. */
const proving = ['docs/security.md', 'docs/compliance.md', 'docs/supply-chain.md', 'docs/incident-response.md'];
const proofs = pages
  .filter(({ path }) => proving.includes(path))
  .flatMap(({ path, text }) =>
    text
      .split(/(?=`test\/)/)
      .filter((part) => part.startsWith('`test/'))
      .flatMap((part) => {
        const [, file = ''] = /^`(test\/[\w./-]+)`/.exec(part) ?? [];
        return [...part.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map(([, name = '']): [string, string, string] => [
          path,
          file,
          name,
        ]);
      }),
  );
const runs = all(/npm run ([a-z][a-z:-]*[a-z])/g);
/** The flags after `npm start --`, up to a space that sets off an explanation or what ends the command. */
const starts = all(/npm start (?:--silent )?-- (.+?)(?:\s{2,}|`|$)/gm);

describe('the pages', () => {
  it.each(links)('%s links to %s, which exists', (page, link) => {
    expect(existsSync(join(dirname(page), link))).toBe(true);
  });

  it.each(anchors)('%s links to a heading of %s: %s', (_page, target, anchor) => {
    expect(anchorsOf(readFileSync(target, 'utf8'))).toContain(anchor);
  });

  it.each(paths)('%s names %s, which exists', (_page, path) => {
    expect(existsSync(path)).toBe(true);
  });

  it.each(proofs)('%s calls %s a proof: %s', (_page, file, name) => {
    expect(readFileSync(file, 'utf8').replaceAll("\\'", "'")).toContain(name);
  });

  it('are all reached from README.md, link by link', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const [from, link] of links) if (from === page) reached.add(join(dirname(page), link));
    }
    const lost = pages.map(({ path }) => path).filter((path) => !reached.has(path) && !reached.has(dirname(path)));
    expect(lost.join()).toBe('');
  });

  it.each(runs)('%s says npm run %s, which is a script', (_page, script) => {
    expect(Object.keys(scripts)).toContain(script);
  });

  it.each(starts)('%s says npm start -- %s, which can be asked', (_page, flags) => {
    const asked = parseArguments(flags.split(/\s+/));
    expect(asked.kind).not.toBe('wrong');
    if (asked.kind === 'run' && asked.options.story.kind === 'scenario') {
      expect(scenarios.map(({ name }) => name)).toContain(asked.options.story.name);
    }
  });
});
