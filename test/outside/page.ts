import path from 'node:path';
import { type Gap, type Shown } from './gap';
import { motoGaps, motoVersion } from './moto-gaps';
import { refusedCalls } from './refusals';
import { repositoryRoot } from './run';

export const file = path.join(repositoryRoot, 'docs/developers/outside.md');

const titles: Readonly<Record<Shown['kind'], string>> = {
  'not-taken': 'Not taken as it is',
  'not-made': 'Left out',
  property: 'Made otherwise than the template says',
  behaviour: 'Done otherwise than by CloudFormation',
};

/** The generated part of `docs/developers/outside.md`. */
function gapsPage(): string {
  const sections = Object.entries(titles).map(([kind, title]) => {
    const gaps = motoGaps.filter(({ shown }) => shown.kind === kind);
    return [`### ${title}`, '', ...gaps.map(item), ''].join('\n');
  });
  const table = refusedCalls.map(({ what, aws, moto, source }) => {
    const answer = moto === 'same' ? 'the same' : moto.because;
    return `- **${what}**: AWS \`${aws.code}\`, "${aws.says}" (${source}). The embedded account the same. moto: ${answer}.`;
  });
  return [
    `moto ${motoVersion}: ${motoGaps.length} gaps.`,
    '',
    ...sections,
    '### Refusals',
    '',
    ...table,
    '',
  ].join('\n');
}

const item = ({ id, moto, aws }: Gap) => `- \`${id}\`: moto ${stop(moto)} AWS ${stop(aws)}`;

const stop = (text: string) => (text.endsWith('.') ? text : `${text}.`);

/** The page with the current gaps. */
export function withGaps(text: string): string {
  const [before = '', rest = ''] = text.split(/(?<=<!-- gaps: .* -->\n)/);
  const after = rest.slice(rest.indexOf('<!-- /gaps -->'));
  return `${before}\n${gapsPage()}\n${after}`;
}
