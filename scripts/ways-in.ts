import { knownActions } from '../core/settings/actions';
import { candidatesAmong, listedInVain, unlisted } from './ways-in/compare';
import { modelledActions } from './ways-in/models';

// Compares the table of ways in (core/model/ways-in.ts) with the models of the installed SDK clients and with the list
// of actions, and says what stands in neither table. `npm run docs` shows the same in docs/ways-in.md, so the check of
// the documentation fails when an update brings something new.

const modelled = modelledActions();
const candidates = candidatesAmong(modelled, knownActions);
const open = unlisted(candidates);
const gone = listedInVain(modelled, knownActions);
for (const { action, because } of open) process.stdout.write(`NOT JUDGED  ${action}: ${because}\n`);
for (const action of gone) process.stdout.write(`NO SUCH ACTION  ${action}\n`);
process.stdout.write(
  `${modelled.length} operations, ${knownActions.length} actions: ${candidates.length} look like ways in, ${open.length} not judged\n`,
);
process.exitCode = gone.length === 0 ? 0 : 1;
