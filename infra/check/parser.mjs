import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const wasm = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');

/** A function that parses Bicep; it never throws, and marks what it does not understand as errors in the tree. */
export async function createParse() {
  await Parser.init();
  const language = await Language.load(await readFile(wasm));
  return (text) => {
    const parser = new Parser();
    parser.setLanguage(language);
    const tree = parser.parse(text);
    if (!tree) throw new Error('the parser of Bicep gave no tree');
    return tree.rootNode;
  };
}
