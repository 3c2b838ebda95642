import { number, text } from './argument-types.ts';
import { defineFunction } from './define-function.ts';
import { formatCustom } from './support/format-custom.ts';
import { formatStandard } from './support/format-standard.ts';
import { validLocale } from './support/number-separators.ts';

export const formatNumber = defineFunction({
  name: 'formatNumber',
  group: 'string',
  expects: 'two or three parameters: the number, the format and at most the locale',
  parameters: [number, text],
  optional: [text],
  example: {
    expression: "formatNumber(1234567890, '0,0.00', 'is-IS')",
    result: '1.234.567.890,00',
  },
  evaluate: ([value, format, localeName = 'en-US'], { name }) => {
    const locale = validLocale(localeName);
    const [, specifier, precision] = /^([A-Za-z])(\d{0,2})$/.exec(format) ?? [];
    if (specifier === undefined) return formatCustom(value, format, locale);
    const places = precision ? Number(precision) : undefined;
    return formatStandard({ name, value, specifier, places, locale });
  },
});
