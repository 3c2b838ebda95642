import { describe, expect, test } from '@jest/globals';
import { parseRouteTemplate } from '../../../local/host/http/route-template.ts';

describe('a route template', () => {
  test.each([
    ['api/jobs', '/api/jobs', {}],
    ['api/jobs', '/api/jobs/', {}],
    ['api/jobs', '/api/jobs/1', undefined],
    ['api/jobs/{id}', '/api/jobs/a%2Fb', { id: 'a/b' }],
    ['api/jobs/{id}', '/api/jobs', undefined],
    ['api/jobs/{id?}', '/api/jobs', {}],
    ['api/jobs/{id=none}', '/api/jobs', { id: 'none' }],
    ['api/{*rest}', '/api', {}],
    ['api/{*rest}', '/api/a/b', { rest: 'a/b' }],
    ['api/{name}.{type}', '/api/cat.png', { name: 'cat', type: 'png' }],
    ['api/v{major:int}', '/api/v2', { major: '2' }],
    ['api/v{major:int}', '/api/vtwo', undefined],
    ['{id:int}', '/2147483648', undefined],
    ['{id:long}', '/2147483648', { id: '2147483648' }],
    ['{id:guid}', '/6f9619ff-8b86-d011-b42d-00c04fc964ff', expect.anything()],
    ['{id:guid}', '/6f9619ff', undefined],
    ['{id:range(1,5)}', '/5', { id: '5' }],
    ['{id:range(1,5)}', '/6', undefined],
    ['{id:alpha:length(2,3)}', '/abc', { id: 'abc' }],
    ['{id:alpha:length(2,3)}', '/abcd', undefined],
    ['{id:regex(^a[0-9]$)}', '/a5', { id: 'a5' }],
    ['{id:bool}', '/True', { id: 'True' }],
    ['{id}', '/a%zz', { id: 'a%zz' }],
    ['a.c', '/abc', undefined],
    ['', '/', {}],
  ])('%s takes of %s: %j', (template, path, params) => {
    expect(parseRouteTemplate(template).match(path)).toEqual(params);
  });

  test('is before another when it is more specific', () => {
    const templates = ['{*all}', 'jobs/{id}', 'jobs/latest', 'jobs/{id:int}', 'jobs/j{id}'];
    const order = templates
      .map((text) => ({ text, ...parseRouteTemplate(text) }))
      .sort((a, b) => (a.precedence < b.precedence ? -1 : 1));
    expect(order.map(({ text }) => text)).toEqual([
      'jobs/latest',
      'jobs/{id:int}',
      'jobs/j{id}',
      'jobs/{id}',
      '{*all}',
    ]);
  });

  test.each([
    ['{id:colour}', /no route constraint "colour"/],
    ['jobs/{id', /braces that do not match/],
    ['{}', /can not be read/],
  ])('%s is refused', (template, message) => {
    expect(() => parseRouteTemplate(template)).toThrow(message);
  });
});
