import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAbout, isImagePattern } from '../../jobs/policy/image-name.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('a pattern is about', () => {
  test.each([
    ['*', 'alpine'],
    ['*', 'not an image at all'],
    ['a.azurecr.io', 'a.azurecr.io/tool'],
    ['a.azurecr.io', 'A.azurecr.IO/team/tool:1'],
    ['a.azurecr.io/', 'a.azurecr.io/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io/team/tool:1'],
    ['a.azurecr.io/team/', `a.azurecr.io/team/deep/tool@${digest}`],
    ['a.azurecr.io/team/tool', 'a.azurecr.io/team/tool'],
    ['a.azurecr.io/team/tool:1', 'a.azurecr.io/team/tool:1'],
    ['a.azurecr.io/tool:latest', 'a.azurecr.io/tool'],
    [`a.azurecr.io/tool@${digest}`, `a.azurecr.io/tool:any@${digest}`],
    ['a.example:5000', 'a.example:5000/tool'],
    ['alpine', 'alpine:3'],
    ['alpine', 'docker.io/library/alpine'],
    ['alpine', 'docker.io/alpine'],
    ['docker.io/alpine', 'alpine:3'],
    ['docker.io/team/', 'team/tool'],
    ['alpine', 'index.docker.io/library/alpine'],
    ['docker.io', 'alpine'],
    ['team/', 'team/tool'],
    ['team/tool', 'docker.io/team/tool:2'],
    ['alpine:3', 'alpine:3'],
  ])('%s: %s', (pattern, image) => {
    expect(isImagePattern(pattern)).toBe(true);
    expect(isAbout(pattern, image)).toBe(true);
  });
});

describe('a pattern is not about', () => {
  test.each([
    ['a.azurecr.io/team', 'a.azurecr.io/team-evil/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io/team-evil'],
    ['a.azurecr.io/team', 'a.azurecr.io.evil.com/team/tool'],
    ['a.azurecr.io/team', 'evil.com/a.azurecr.io/team/tool'],
    ['a.azurecr.io/team', 'evil.com@a.azurecr.io/team/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io/team/../other/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io//team/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io:444/team/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io/other/team/tool'],
    ['a.azurecr.io/team', 'a.azurecr.io/team/%2e%2e/tool'],
    ['a.azurecr.io', 'a-azurecr.io/tool'],
    ['a.azurecr.io', 'a.azurecr.io'],
    ['a.azurecr.io/tool:1', 'a.azurecr.io/tool:2'],
    ['a.azurecr.io/tool:1', 'a.azurecr.io/tool'],
    ['a.azurecr.io/tool:1', 'a.azurecr.io/tool:1/more'],
    ['a.azurecr.io/tool:1', `a.azurecr.io/tool:1@${digest}`],
    [`a.azurecr.io/tool@${digest}`, `a.azurecr.io/tool@sha256:${'b'.repeat(64)}`],
    [`a.azurecr.io/tool@${digest}`, 'a.azurecr.io/tool'],
    ['alpine', 'alpine/git'],
    ['docker.io/alpine', 'alpine/git'],
    ['docker.io/team/', 'team'],
    ['library/', 'team/tool'],
    ['alpine', 'evil.com/library/alpine'],
    ['team/', 'team'],
    ['team/', 'team.evil.com/tool'],
    ['docker.io', 'docker.io.evil.com/tool'],
  ])('%s: %s', (pattern, image) => {
    expect(isAbout(pattern, image)).toBe(false);
  });

  test('what only begins with the same characters', () => {
    const rest = fc.stringMatching(/^[a-z0-9._:@-][a-z0-9._:@/-]{0,20}$/);
    fc.assert(
      fc.property(rest, (more) => {
        fc.pre(!/^[:@]/.test(more));
        expect(isAbout('a.azurecr.io/team/tool', `a.azurecr.io/team/tool${more}`)).toBe(false);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});

test.each(['', ' ', 'a b', 'https://a.azurecr.io/x', 'a.azurecr.io/team/*', 'A/B/c', '../x', '/x'])(
  'no image is called by %j',
  (pattern) => {
    expect(isImagePattern(pattern)).toBe(false);
  },
);
