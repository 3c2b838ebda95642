import type { ResourceTypes } from '../types/shape.ts';
import type { BicepFile } from './bicep-file.ts';
import type { SyntaxNode } from './syntax.ts';

/** All that a rule may look at. */
export interface BicepProject {
  readonly files: ReadonlyMap<string, BicepFile>;
  readonly types: ResourceTypes;
  /** The text of a file below the root; undefined when there is none. */
  readonly read: (file: string) => string | undefined;
}

/** `code` is the one of the Bicep compiler, by which `#disable-next-line` knows it. */
export interface Fault {
  readonly code: string;
  readonly node: SyntaxNode;
  readonly message: string;
}

export type Rule = (file: BicepFile, project: BicepProject) => Iterable<Fault>;
