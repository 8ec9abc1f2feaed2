import { Reader } from './getting-started';

/** A place in which one language's example is installed and run. */
export interface Workplace {
  /** The folder with the example, and the library installed. */
  readonly folder: string;

  /** What the environment must have for the example's own commands to work. */
  readonly env: NodeJS.ProcessEnv;
}

/** Something that is measured, with what is allowed where something is. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'bytes' | 'entries' | 'ms';
  readonly below?: number;
}

/** A tool that a language takes. */
export interface Tool {
  /** The command that answers the tool's version. */
  readonly version: string[];

  /** What to install where it is missing. */
  readonly install: string;
}

/** Where the code that the website shows is put, and what compiles and runs it. */
export interface FinderProgram {
  readonly file: string;
  readonly command: string[];
}

export interface Language {
  readonly name: string;
  readonly tools: Tool[];

  /** The task that makes the package. */
  readonly packageTask: string;

  /** The command that runs the program `bad-input`, in the language's own spelling. */
  readonly badInput: string[];

  /** The program with the code that the website shows. */
  readonly finder: FinderProgram;

  /** The command that starts the command line of the library, where the package installs it. */
  readonly commandLine?: string[];

  /** How the page for the first steps is followed, if it has steps for the language. */
  readonly reader?: () => Reader;

  /** The command that runs the documented injection of properties, and fails if nothing is injected: Python needs its own form. */
  readonly propertyInjection?: string[];

  /** Installs the built package in the folder, which holds the example. */
  install(folder: string): Promise<Workplace>;

  /** What the package costs its users. */
  measure(workplace: Workplace): Promise<Measurement[]>;
}
