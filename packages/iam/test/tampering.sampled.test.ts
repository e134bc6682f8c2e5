import { expect, it } from '@jest/globals';
import { checkProperty, isWhole, seeded, type Tally } from './properties';
import { tamperedCertificatesHold } from './tampering';

const { seed, runs: most } = seeded('tampered certificates', 450);
const runs = isWhole ? most : Math.ceil(most / 8);

it('accepts no certificate, however changed, while a sample request passes', () => {
  const tally: Tally = {};
  checkProperty(tamperedCertificatesHold(tally), seed, runs);
  expect(tally['rejected']).toBeGreaterThan(runs);
  expect(tally['accepted']).toBeGreaterThan(0);
});
