import { expect, it } from '@jest/globals';
import { checkProperty, seeded, type Tally } from './properties';
import { tamperedCertificatesHold } from './tampering';

const { seed, runs } = seeded('tampered certificates', 600);

it('accepts no certificate, however changed, while a sample request passes', () => {
  const tally: Tally = {};
  checkProperty(tamperedCertificatesHold(tally), seed, runs);
  expect(tally['rejected']).toBeGreaterThan(runs);
  expect(tally['accepted']).toBeGreaterThan(0);
});
