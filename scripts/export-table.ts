import { sliceNames, slices } from '../core/slices';

/** The table of the files of an export, for docs/export.md. */
export function exportTable(): string {
  const rows = sliceNames.map((name) => [slices[name].file, slices[name].page]);
  const account = '`{ "account": "111122223333", "region": "us-east-1" }`; otherwise inferred from ARNs';
  return [
    '| file | content |',
    '| ---- | ------- |',
    ...[...rows, ['account.json', account]].map(([file, page]) => `| \`${file ?? ''}\` | ${page ?? ''} |`),
  ].join('\n');
}
