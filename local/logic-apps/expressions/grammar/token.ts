/** The kinds of token, by the names that Azure's errors use. */
export type TokenType =
  | 'Identifier'
  | 'StringLiteral'
  | 'IntegerLiteral'
  | 'FloatLiteral'
  | 'Dot'
  | 'Comma'
  | 'LeftParenthesis'
  | 'RightParenthesis'
  | 'LeftSquareBracket'
  | 'RightSquareBracket'
  | 'QuestionMark'
  | 'EndOfData';

export interface Token {
  readonly type: TokenType;
  /** Of a string literal its value, of all else the text. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export const punctuation: ReadonlyMap<string, TokenType> = new Map([
  ['.', 'Dot'],
  [',', 'Comma'],
  ['(', 'LeftParenthesis'],
  [')', 'RightParenthesis'],
  ['[', 'LeftSquareBracket'],
  [']', 'RightSquareBracket'],
  ['?', 'QuestionMark'],
]);
