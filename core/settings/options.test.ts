import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { BadInputError } from '../model/bad-input';
import { checkSettings, optionsOf, parseSettings } from '.';

const options = {
  strict: z.boolean().default(false),
  hours: z
    .string()
    .transform((text) => Number.parseInt(text, 10))
    .optional(),
};
const rules = [{ meta: { id: 'with' }, options }, { meta: { id: 'without' } }];
const read = optionsOf('with', options);

describe('the options of a rule', () => {
  it('are read from the settings, with defaults for the rest', () => {
    const settings = parseSettings({ rules: { with: { mode: 'ticket', strict: true, hours: '4h' } } }, rules);
    expect(read(settings)).toEqual({ strict: true, hours: 4 });
    expect(read(parseSettings({ rules: { with: { mode: 'ticket' } } }, rules))).toEqual({ strict: false });
    expect(read(parseSettings({}, rules))).toEqual({ strict: false });
    // Settings that were read before the rule existed.
    expect(read(parseSettings({}, []))).toEqual({ strict: false });
  });

  it('are unknown keys for other rules, and the message lists the known ones', () => {
    const given = { rules: { without: { strict: true }, with: { strikt: true } } };
    expect(checkSettings(given, rules)).toEqual({
      problems: [
        {
          path: ['rules', 'with', 'strikt'],
          message: 'unknown key (known are mode, grace, resources, windows, dryRun, strict, hours)',
          about: 'key',
          known: ['mode', 'grace', 'resources', 'windows', 'dryRun', 'strict', 'hours'],
        },
        {
          path: ['rules', 'without', 'strict'],
          message: 'unknown key (known are mode, grace, resources, windows, dryRun)',
          about: 'key',
          known: ['mode', 'grace', 'resources', 'windows', 'dryRun'],
        },
      ],
    });
  });

  it('are checked by their schemas', () => {
    expect(() => parseSettings({ rules: { with: { strict: 1 } } }, rules)).toThrow(BadInputError);
  });

  it.each(['toString', '__proto__', 'constructor'])('do not make a rule called %s known', (id) => {
    const given: unknown = JSON.parse(`{"rules":{"${id}":{}}}`);
    expect(checkSettings(given, rules)).toEqual({
      problems: [
        { path: ['rules', id], message: `there is no rule ${id}`, about: 'key', known: ['with', 'without'] },
      ],
    });
  });

  it('cannot have the name of an option of all rules, nor be required', () => {
    const clash = [{ meta: { id: 'x' }, options: { mode: z.string().optional() } }];
    expect(() => parseSettings({}, clash)).toThrow('x declares options that every rule already has: mode');
    expect(() => optionsOf('x', { needed: z.string() })).toThrow(z.ZodError);
  });
});
