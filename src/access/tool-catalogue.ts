import { Injectable } from '@nestjs/common';
import { type Level, LEVELS } from './levels.js';
import { SEED_TOOLS } from './seed-tools.js';
import type { Tool } from './tool.js';

/** All tools: Procore's as the seed, those of backend teams registered by their modules. */
@Injectable()
export class ToolCatalogue {
  private readonly tools = new Map<string, Tool>();

  constructor() {
    this.register(...SEED_TOOLS);
  }

  /** Adds or refines tools: what a known tool's new entry does not say stays. No two tools share a number. Throws. */
  register(...tools: readonly Tool[]): void {
    for (const tool of tools) {
      const taken = [...this.tools.values()].find(({ id, name }) => id === tool.id && name !== tool.name);
      if (taken) throw new Error(`The tools ${tool.name} and ${taken.name} have the same id ${tool.id}.`);
      const known = this.tools.get(tool.name);
      if (known && known.id !== tool.id) throw new Error(`The tool ${tool.name} has the id ${known.id}.`);
      this.tools.set(tool.name, { ...known, ...tool });
    }
  }

  find(name: string): Tool | undefined {
    return this.tools.get(name);
  }

  byId(id: number): Tool | undefined {
    return this.list().find((tool) => tool.id === id);
  }

  /** All tools of one kind, or all. */
  list(kind?: 'company' | 'project'): Tool[] {
    const tools = [...this.tools.values()];
    return kind ? tools.filter(({ name }) => name.startsWith(`${kind}.`)) : tools;
  }

  levelsOf(tool: Tool): readonly Level[] {
    return tool.levels ?? LEVELS;
  }
}
