import type { FoundSettings } from '../../adapters/settings';
import { printable } from './printable';
import { counted } from './words';

/** Which settings are in force, one line each; empty when there is no settings file. */
export function settingsText(found: FoundSettings): string {
  const lines = [fileText(found), leftAloneText(found), misnamedText(found)];
  return lines
    .flatMap((line) => (line === undefined ? [] : `settings: ${printable(line).replaceAll('\n', ' ')}\n`))
    .join('');
}

function fileText({ file, given, settings }: FoundSettings): string | undefined {
  if (file === undefined) return undefined;
  const link = file.target === undefined ? '' : `, a link to ${file.target}`;
  const name = `${file.path}${file.isHere ? ' here' : ''}${link}`;
  if (Object.keys(given).length === 0) return `${name} sets nothing; all defaults apply`;
  const { exemptions, protectedPrincipals } = settings;
  return `${name} (${some(exemptions, 'exemption')}, ${some(protectedPrincipals, 'protected principal')})`;
}

function leftAloneText({ leftAlone }: FoundSettings): string | undefined {
  return leftAlone === undefined
    ? undefined
    : `${leftAlone} here was left alone, because it is inside what --from names; to use it: --settings ${leftAlone}`;
}

function misnamedText({ misnamed }: FoundSettings): string | undefined {
  return misnamed === undefined
    ? undefined
    : `${misnamed} here is not read, only palisade.yml is; rename it, or use it with --settings ${misnamed}`;
}

function some(list: readonly unknown[], name: string): string {
  return list.length === 0 ? `no ${name}s` : counted(list.length, name);
}
