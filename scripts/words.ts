import { definedTwice } from './words/exported-names';
import { forbiddenUses } from './words/search';
import { ourPages, ourSources } from './words/sources';

// `npm run words [-- FOLDER…]`: checks that every word has one meaning (docs/developers/glossary.md). Exits 1 if a word
// or name has two.

const sources = ourSources(process.argv.slice(2));
const pages = ourPages(process.argv.slice(2));
const hits = [...sources, ...pages].flatMap(([file, text]) => forbiddenUses(file, text));
for (const { file, line, term, instead, excerpt } of hits)
  process.stdout.write(`${file}:${line} [${term}] …${excerpt}… → ${instead}\n`);
const twice = definedTwice(sources);
for (const [name, files] of twice)
  process.stdout.write(`${name} is exported by ${files.join(' and ')}: one definition, or two names\n`);
process.stdout.write(
  `${sources.size} files, ${pages.size} pages: ${hits.length} forbidden terms, ${twice.size} names defined twice\n`,
);
if (hits.length + twice.size > 0 || sources.size === 0) process.exitCode = 1;
