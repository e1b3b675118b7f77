import type { Span } from '@firedrill/query-core';

/** A number literal: Go reads one as int, as float, or as both, and the use decides. */
export interface NumberNode {
  readonly kind: 'number';
  readonly text: string;
  /** Absent when the literal is no integer. */
  readonly int?: bigint;
  readonly float?: number;
  /** The `2` of `2i`. */
  readonly imaginary?: number;
  readonly span: Span;
}

/** An operand of a command. */
export type Operand =
  | { readonly kind: 'dot' | 'nil'; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | NumberNode
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly span: Span }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[]; readonly span: Span }
  | { readonly kind: 'chain'; readonly of: Operand; readonly path: readonly string[]; readonly span: Span }
  | { readonly kind: 'function'; readonly name: string; readonly span: Span }
  | Pipeline;

/** One stage of a pipeline: an operand alone, or a function or method and its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
  readonly span: Span;
}

/** `$x := command | command`. */
export interface Pipeline {
  readonly kind: 'pipeline';
  readonly variables: readonly string[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
  readonly span: Span;
}

export interface BranchNode {
  readonly kind: 'if' | 'range' | 'with';
  readonly pipeline: Pipeline;
  readonly body: readonly TemplateNode[];
  readonly otherwise: readonly TemplateNode[];
}

/** What a template is made of. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | BranchNode
  | { readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined; readonly span: Span }
  | { readonly kind: 'break' | 'continue' };

/** A parsed text: its own nodes, and the templates that it defines by name. */
export interface Template {
  readonly body: readonly TemplateNode[];
  readonly definitions: ReadonlyMap<string, readonly TemplateNode[]>;
}
