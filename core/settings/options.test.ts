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
  it('are read as they are set, and otherwise have their defaults', () => {
    const settings = parseSettings({ rules: { with: { mode: 'ticket', strict: true, hours: '4h' } } }, rules);
    expect(read(settings)).toEqual({ strict: true, hours: 4 });
    expect(read(parseSettings({ rules: { with: { mode: 'ticket' } } }, rules))).toEqual({ strict: false });
    expect(read(parseSettings({}, rules))).toEqual({ strict: false });
    // Settings that were read before the rule existed.
    expect(read(parseSettings({}, []))).toEqual({ strict: false });
  });

  it('are unknown keys elsewhere, each named with what is known there', () => {
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

  it('are checked like everything else', () => {
    expect(() => parseSettings({ rules: { with: { strict: 1 } } }, rules)).toThrow(BadInputError);
  });

  it.each(['toString', '__proto__', 'constructor'])('a rule called %s does not exist', (id) => {
    const given: unknown = JSON.parse(`{"rules":{"${id}":{}}}`);
    expect(checkSettings(given, rules)).toEqual({
      problems: [
        { path: ['rules', id], message: `there is no rule ${id}`, about: 'key', known: ['with', 'without'] },
      ],
    });
  });

  it('cannot have the name of what all rules understand, nor be required', () => {
    const clash = [{ meta: { id: 'x' }, options: { mode: z.string().optional() } }];
    expect(() => parseSettings({}, clash)).toThrow('x declares as its option what all rules have: mode');
    expect(() => optionsOf('x', { needed: z.string() })).toThrow(z.ZodError);
  });
});
