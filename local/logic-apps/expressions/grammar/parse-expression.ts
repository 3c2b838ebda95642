import { float, fromBigInt } from '../values/numbers.ts';
import { scanExpression } from './scan-expression.ts';
import { syntaxError } from './syntax-error.ts';
import type { Accessor, Call, Expression } from './syntax-tree.ts';
import type { Token, TokenType } from './token.ts';

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#expression-limits */
const longestExpression = 131_072;

/** Far above what anybody writes, and far below what the stack holds. */
const deepestNesting = 250;

const namedLiterals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** The syntax tree of an expression without its `@`. Throws InvalidTemplate. */
export function parseExpression(text: string): Expression {
  if (text.length > longestExpression) {
    throw syntaxError(
      `${text.slice(0, 60)}...`,
      `its length of '${text.length}' exceeds the limit of '${longestExpression}' characters.`,
    );
  }
  return new Parser(text).parse();
}

class Parser {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = scanExpression(text);
  }

  parse(): Expression {
    const expression = this.expression();
    this.take('EndOfData');
    return expression;
  }

  private expression(): Expression {
    this.depth += 1;
    if (this.depth > deepestNesting) {
      throw syntaxError(this.text, `it nests deeper than '${deepestNesting}' levels.`);
    }
    const expression = this.literal() ?? this.call();
    this.depth -= 1;
    return expression;
  }

  private literal(): Expression | undefined {
    const { type, value } = this.current();
    if (type === 'Identifier') {
      const literal = namedLiterals.get(value.toLowerCase());
      if (literal === undefined) return undefined;
      this.next += 1;
      return { kind: 'literal', value: literal };
    }
    if (type !== 'StringLiteral' && type !== 'IntegerLiteral' && type !== 'FloatLiteral') {
      return undefined;
    }
    this.next += 1;
    if (type === 'StringLiteral') return { kind: 'literal', value };
    return { kind: 'literal', value: this.number(type, value) };
  }

  private number(type: TokenType, digits: string): unknown {
    if (type === 'FloatLiteral') return float(Number(digits));
    const integer = fromBigInt(BigInt(digits.replace('+', '')));
    if (integer === undefined) {
      throw syntaxError(this.text, `the integer '${digits}' does not fit into 64 bits.`);
    }
    return integer;
  }

  private call(): Call {
    const name = this.take('Identifier');
    this.take('LeftParenthesis');
    const args: Expression[] = [];
    if (this.current().type !== 'RightParenthesis') {
      do args.push(this.expression());
      while (this.skip('Comma'));
    }
    this.take('RightParenthesis');
    const accessors = this.accessors();
    const end = this.tokens[this.next - 1]?.end;
    const text = this.text.slice(name.start, end);
    return { kind: 'call', name: name.value, args, accessors, text };
  }

  private accessors(): readonly Accessor[] {
    const accessors: Accessor[] = [];
    for (;;) {
      const optional = this.skip('QuestionMark');
      if (this.skip('LeftSquareBracket')) {
        accessors.push({ property: this.expression(), optional });
        this.take('RightSquareBracket');
      } else if (optional || this.current().type === 'Dot') {
        this.take('Dot');
        const { value } = this.take('Identifier');
        accessors.push({ property: { kind: 'literal', value }, optional });
      } else {
        return accessors;
      }
    }
  }

  private skip(type: TokenType): boolean {
    if (this.current().type !== type) return false;
    this.next += 1;
    return true;
  }

  private take(type: TokenType): Token {
    const token = this.current();
    if (token.type !== type) {
      throw syntaxError(this.text, `expected token '${type}' and actual '${token.type}'.`);
    }
    this.next += 1;
    return token;
  }

  private current(): Token {
    const end = this.text.length;
    return this.tokens[this.next] ?? { type: 'EndOfData', value: '', start: end, end };
  }
}
